"""People and what they hold, from a table with a row per skill or from JSON Lines with a profile per line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Problem
from stepladder.cli.many.tables import header_of, read_lines, read_table
from stepladder.skills.errors import SkillsError
from stepladder.skills.population import PopulationBuilder
from stepladder.skills.profile import profile_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from stepladder.skills import Framework
    from stepladder.skills.evidence import SkillAttestation

__all__ = ["People", "read_people"]

TABLES, LINES = (".csv", ".tsv"), (".jsonl", ".ndjson")
EVIDENCE = ("level", "confidence", "strength", "obtained", "valid_until")
NUMBERS = ("level", "confidence")
SHOWN = 5
OFTEN = 10_000  # rows


@dataclass(slots=True, kw_only=True)
class People:
    """Everybody in a file: names, roles (URIs, empty for none), what they hold, and how many rows were of no use."""

    framework: Framework
    builder: PopulationBuilder
    names: dict[str, int] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    refused: int = 0
    first_refused: list[tuple[str, str, str]] = field(default_factory=list)
    _uris: dict[str, str] = field(default_factory=dict)
    _occupations: dict[str, str] = field(default_factory=dict)
    _said: dict[tuple[str, ...], int] = field(default_factory=dict)

    def person(self, name: str, role: str) -> int:
        """Return the number of a person, who is new or known. Raises `SkillsError` for a role that differs."""
        uri = self._occupations.get(role) if role else ""
        if uri is None:
            uri = self._occupations[role] = self.framework.occupation(role).uri
        number = self.names.get(name)
        if number is None:
            number = self.names[name] = self.builder.person()
            self.roles.append(uri)
        elif uri and self.roles[number] not in {"", uri}:
            raise SkillsError(
                f"{name} has the role {role!r} here and another one before",
                code="usage.two_roles",
                hint="Give each person one role.",
            )
        elif uri:
            self.roles[number] = uri
        return number

    def take_row(self, cells: dict[str, str]) -> None:
        """Take a row of a table: a person, a skill, and what speaks for it. Raises `SkillsError`."""
        get = cells.get  # this runs tens of millions of times
        name, skill, role = _named(get("person", "")), get("skill", ""), get("role", "")
        texts = (
            get("level", ""),
            get("confidence", ""),
            get("strength", ""),
            get("obtained", ""),
            get("valid_until", ""),
        )
        if skill:
            uri = self._uris.get(skill)
            if uri is None:
                uri = self._uris[skill] = self._attestation({"uri": skill}).skill
            evidence = self._said.get(texts)
            if evidence is None:
                evidence = self._said[texts] = self._evidence(texts)
            self.builder.hold(self.person(name, role), uri, evidence)
        else:
            self.person(name, role)

    def take_profile(self, data: bytes) -> None:
        """Take a line with a person's profile. Raises `SkillsError`."""
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise SkillsError(f"The line is not JSON: {error}", code="usage.bad_row") from error
        if not isinstance(value, dict):
            raise SkillsError("The line is not a JSON object", code="usage.bad_row", hint="Write a profile per line.")
        profile = profile_from_json(value, self.framework)
        role = value.get("role") or ""
        if not isinstance(role, str):
            raise SkillsError(f"The role is {role!r}; expected a URI or label", code="usage.bad_row")
        person = self.person(_named(value.get("person")), role)
        for one in profile.attestations:
            self.builder.hold(person, one.skill, self.builder.evidence(one))

    def refuse(self, where: str, code: str, message: str) -> None:
        """Remember a row that cannot be used."""
        self.refused += 1
        if len(self.first_refused) < SHOWN:
            self.first_refused.append((where, code, message))

    def _evidence(self, texts: tuple[str, ...]) -> int:
        entry: dict[str, Any] = {name: text for name, text in zip(EVIDENCE, texts, strict=True) if text}
        for name in NUMBERS:
            if name in entry:
                entry[name] = _number(entry[name])
        return self.builder.evidence(self._attestation({"uri": "urn:any", **entry}))

    def _attestation(self, entry: dict[str, Any]) -> SkillAttestation:
        return profile_from_json([entry], self.framework, name="row").attestations[0]


def read_people(
    path: Path, framework: Framework, *, at: date, skip_bad_rows: bool, tell: Callable[[int], object]
) -> People:
    """Return everybody in a file, and tell how many rows were read since it last did.

    Raises ``CommandError`` for a file that cannot be read, or the first bad row.
    """
    found = People(framework=framework, builder=PopulationBuilder(at=at))
    for number, (where, take) in enumerate(_rows(path, found), start=1):
        if number % OFTEN == 0:
            tell(OFTEN)
        try:
            take()
        except SkillsError as error:
            if not skip_bad_rows:
                raise CommandError(
                    f"{where}: {error.message}",
                    code=error.code,
                    where=where,
                    hint=error.hint or "Correct the row, or have such rows left out and counted: --skip-bad-rows.",
                ) from error
            found.refuse(where, error.code, error.message)
    if not found.names:
        raise CommandError("Nobody is in the file.", code="usage.source_empty", where=str(path), hint="Name another.")
    return found


def _rows(path: Path, found: People) -> Iterator[tuple[str, Callable[[], None]]]:
    suffix = path.suffix.lower()
    if suffix not in TABLES + LINES:
        raise CommandError(
            "People come as a table (.csv, .tsv) or as JSON Lines (.jsonl).",
            code="usage.people_format",
            where=str(path),
            hint="A table has the columns person, skill and, if you like, level, confidence, strength, role.",
        )
    try:
        if suffix in LINES:
            for item in read_lines(path):
                problem, data = item.problem, item.data or b""
                yield item.name, partial(found.take_profile, data) if problem is None else partial(_bad, problem)
            return
        missing = [name for name in ("person", "skill") if name not in header_of(path)]
        if missing:
            raise CommandError(
                f"The table has no column {' and no column '.join(missing)}.",
                code="usage.missing_column",
                where=str(path),
                hint="Name the columns person, skill and, if you like, level, confidence, strength, role.",
            )
        for name, cells in read_table(path):
            yield name, partial(_bad, cells) if isinstance(cells, Problem) else partial(found.take_row, cells)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", code="usage.no_file", where=str(path), hint="Check the name."
        ) from error


def _bad(problem: Problem) -> None:
    raise SkillsError(problem.message, code=problem.code)


def _named(value: object) -> str:
    name = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(name, str) or not name.strip():
        raise SkillsError("The row names no person", code="usage.no_person", hint="Fill in the column person.")
    return name.strip()


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text  # whoever reads profiles says what is wrong with it
