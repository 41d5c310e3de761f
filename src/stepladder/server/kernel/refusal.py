"""What a person asked for cannot be done, in words for that person."""

from __future__ import annotations

from stepladder.errors import StepladderError


class Refusal(StepladderError):
    """A request that is understood and declined; ``status`` is the HTTP status that fits it."""

    def __init__(self, message: str, *, code: str, hint: str = "", where: str = "", status: int = 400) -> None:
        super().__init__(message, code=code, hint=hint, where=where)
        self.status = status
