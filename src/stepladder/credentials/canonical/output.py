"""What the walk over a document brings home: statements, losses, and members that readers would overlook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.credentials.model.strict_json import pointer

if TYPE_CHECKING:
    from stepladder.credentials.canonical.nquads import Quad
    from stepladder.credentials.model.strict_json import Path

_MAX_TOLD = 20


@dataclass(frozen=True, slots=True)
class Loss:
    """A member that the signature would not cover: a stable code, a sentence, and its JSON pointer."""

    code: str
    message: str
    where: str


@dataclass(slots=True)
class Statements:
    """The statements of one document, what was lost on the way, and members spelled in a way that readers overlook.

    At most 20 losses and 20 members are told: one is enough to refuse, and a hostile document has thousands.
    """

    quads: list[Quad] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    disguised: list[str] = field(default_factory=list)
    _blank: int = 0

    def fresh(self) -> str:
        """Return a new blank node."""
        self._blank += 1
        return f"_:{self._blank} "  # the space keeps our labels apart from any that a document brings

    def lose(self, code: str, message: str, path: Path) -> None:
        """Note a member that leaves no trace."""
        if len(self.losses) < _MAX_TOLD:
            self.losses.append(Loss(code, message, pointer(path)))

    def disguise(self, path: Path) -> None:
        """Note a member that is covered, but spelled so that a reader of the JSON overlooks it."""
        if len(self.disguised) < _MAX_TOLD:
            self.disguised.append(pointer(path))
