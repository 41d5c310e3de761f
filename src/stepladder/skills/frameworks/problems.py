"""What is wrong with a file, gathered while it is read: who mends a table wants every row, not only the first."""

from __future__ import annotations

from dataclasses import dataclass

from stepladder.skills.errors import FrameworkError

__all__ = ["MOST_PROBLEMS", "FrameworkProblemsError", "Problem", "Problems"]

MOST_PROBLEMS = 200  # reading stops there: a file in the wrong layout is wrong in every row


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: ``where`` is a row and column or a JSON pointer, ``text`` says what was expected."""

    where: str
    text: str
    code: str


class FrameworkProblemsError(FrameworkError):
    """A file with one or more things wrong; ``problems`` holds them in the file's order, at most `MOST_PROBLEMS`.

    ``code`` is the problems' own where they share one, else ``framework.problems``.
    """

    def __init__(
        self, message: str, *, problems: tuple[Problem, ...], code: str, hint: str = "", spec: str = ""
    ) -> None:
        super().__init__(message, code=code, hint=hint, where=problems[0].where, spec=spec)
        self.problems = problems


class _EnoughError(Exception):
    """There are more problems than anybody reads."""


class Problems:
    """A gathering of problems; ``with problems: …`` raises `FrameworkProblemsError` at its end if there are any."""

    def __init__(self, name: str, *, hint: str = "", spec: str = "") -> None:
        self.found: list[Problem] = []
        self._name = name
        self._hint = hint
        self._spec = spec

    def add(self, text: str, where: str, code: str) -> None:
        """Note one; the surrounding ``with`` ends at the last one that is kept."""
        self.found.append(Problem(where=where, text=text, code=code))
        if len(self.found) >= MOST_PROBLEMS:
            raise _EnoughError

    def __enter__(self) -> Problems:  # noqa: PYI034 - nothing is derived from it
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.found and (kind is None or issubclass(kind, _EnoughError)):
            raise self._error() from None

    def _error(self) -> FrameworkProblemsError:
        codes = {problem.code for problem in self.found}
        number = len(self.found)
        first = self.found[0]
        counted = "one problem" if number == 1 else f"{number} problems" + (" and more" * (number >= MOST_PROBLEMS))
        return FrameworkProblemsError(
            f"{self._name} has {counted}: {first.text}" + (f" ({first.where})" if number > 1 else ""),
            problems=tuple(self.found),
            code=codes.pop() if len(codes) == 1 else "framework.problems",
            hint=self._hint,
            spec=self._spec,
        )
