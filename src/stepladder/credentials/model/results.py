"""What results an achievement may have, and which was reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.credentials.model.kinds import PLAIN, TEXTS, Node, Word
from stepladder.credentials.model.mapping import Value, member
from stepladder.credentials.model.terms import ResultStatusType, ResultType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.model.achievements import Alignment
    from stepladder.credentials.model.texts import Text

_TYPES = member(PLAIN, name="type", many=True)
_PLAIN = member(PLAIN)
_ALIGNMENTS = member(Node(name="Alignment"), name="alignment", many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel(Value):
    """One level of a rubric; results name it by its ``id``."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("RubricCriterionLevel",), metadata=_TYPES)
    alignments: Sequence[Alignment] = field(default=(), metadata=_ALIGNMENTS)
    description: Text | None = None
    level: Text | None = None
    name: Text
    points: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription(Value):
    """A result that an achievement may have; ``result_type`` is a ``ResultType`` or begins with ``ext:``.

    ``allowed_values`` and ``rubric_criterion_levels`` go from low to high. ``required_level`` is the id of a level.
    """

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("ResultDescription",), metadata=_TYPES)
    alignments: Sequence[Alignment] = field(default=(), metadata=_ALIGNMENTS)
    allowed_values: Sequence[Text] = field(default=(), metadata=member(TEXTS, name="allowedValue", many=True))
    name: Text
    required_level: str | None = field(default=None, metadata=_PLAIN)
    required_value: Text | None = None
    result_type: str = field(metadata=member(Word(words=ResultType)))
    rubric_criterion_levels: Sequence[RubricCriterionLevel] = field(
        default=(), metadata=member(Node(name="RubricCriterionLevel"), name="rubricCriterionLevel", many=True)
    )
    value_max: Text | None = None
    value_min: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Value):
    """What was reached: a value such as a grade, for the result description with the id ``result_description``.

    ``status`` is a ``ResultStatusType``, ``achieved_level`` the id of a level of the description's rubric.
    """

    types: Sequence[str] = field(default=("Result",), metadata=_TYPES)
    achieved_level: str | None = field(default=None, metadata=_PLAIN)
    alignments: Sequence[Alignment] = field(default=(), metadata=_ALIGNMENTS)
    result_description: str | None = field(default=None, metadata=_PLAIN)
    status: str | None = field(default=None, metadata=member(Word(words=ResultStatusType)))
    value: Text | None = None
