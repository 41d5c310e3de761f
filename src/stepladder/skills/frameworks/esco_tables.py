"""Which of the files of an ESCO download are read: the tables of one language, words of others, relations, version."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.skills.frameworks.tables import Release, Table

__all__ = ["KNOWN_COUNTS", "EscoTables", "assert_counts", "find_tables", "version_of"]

FIRST = "en"  # the first language where several are given
# What each release holds, counted once from the portal's own English files.
KNOWN_COUNTS: dict[str, dict[str, int]] = {
    "1.1.0": {
        "skills": 13_891,
        "alternative_labels": 97_458,
        "labelled_occupations": 3_008,
        "occupations": 3_008,
        "essential": 65_096,
        "optional": 58_756,
        "isco_groups": 619,
    },
    "1.1.1": {
        "skills": 13_896,
        "alternative_labels": 97_483,
        "labelled_occupations": 3_007,
        "occupations": 3_008,
        "essential": 64_946,
        "optional": 58_909,
        "isco_groups": 619,
    },
}
_WORDS = {
    "skills": "skills",
    "alternative_labels": "alternative labels of skills",
    "labelled_occupations": "occupations in the occupation file",
    "occupations": "occupations in the relations",
    "essential": "essential relations",
    "optional": "optional relations",
    "isco_groups": "ISCO groups",
}
# Relations are the same in every language; how many labels there are was counted in English.
_IN_EVERY_LANGUAGE = ("occupations", "essential", "optional")

_TAG = r"([a-z]{2}(?:-[a-z]{2})?)"
_CLASSIFICATION = {
    "skills": re.compile(rf"skills_{_TAG}\.csv"),
    "occupations": re.compile(rf"occupations_{_TAG}\.csv"),
    "groups": re.compile(rf"skillgroups_{_TAG}\.csv"),
    "isco": re.compile(rf"iscogroups_{_TAG}\.csv"),
}
_RELATIONS = {
    "requirements": re.compile(rf"occupationskillrelations(?:_{_TAG})?\.csv"),
    "broader": re.compile(rf"broaderrelationsskillpillar(?:_{_TAG})?\.csv"),
    "related": re.compile(rf"skillskillrelations(?:_{_TAG})?\.csv"),
}
_OPTIONAL = {"related"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoTables:
    """The tables of a download by kind: the classification in its first ``language``, the relations, and ``words``.

    ``words`` holds the classification's tables in each other language; ``relations`` is empty where there are none.
    """

    language: str
    classification: Mapping[str, Table]
    relations: Mapping[str, Table] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Table]] = field(default_factory=dict)


def find_tables(release: Release, *, words_only: bool = False) -> EscoTables:
    """Return the tables of a download; raises `FrameworkError` (``framework.wrong_file``) naming what it lacks.

    With ``words_only`` the relations may be missing.
    """
    spoken: dict[str, dict[str, Table]] = defaultdict(dict)
    relations: dict[str, Table] = {}
    for name, table in release.tables.items():
        for kind, pattern in _CLASSIFICATION.items():
            if match := pattern.fullmatch(name):
                spoken[match[1]][kind] = table
        for kind, pattern in _RELATIONS.items():
            if pattern.fullmatch(name):
                relations.setdefault(kind, table)
    languages = sorted(spoken, key=lambda tag: (tag != FIRST, tag))
    missing = {
        tag: lacking
        for tag in languages or [FIRST]
        if (lacking := [kind for kind in _CLASSIFICATION if kind not in spoken[tag]])
    }
    without = [] if words_only else [kind for kind in _RELATIONS if kind not in relations and kind not in _OPTIONAL]
    if missing or without:
        raise _lacking(release, missing, without, several=len(languages) > 1)
    return EscoTables(
        language=languages[0],
        classification=spoken[languages[0]],
        relations=relations,
        words={tag: spoken[tag] for tag in languages[1:]},
    )


def _lacking(
    release: Release, missing: Mapping[str, Sequence[str]], without: Sequence[str], *, several: bool
) -> FrameworkError:
    names = ", ".join(sorted(table.name for table in release.tables.values())) or "no CSV file"
    parts = (["classification"] if missing else []) + (["relations"] if without else [])
    kinds = [kind + (f" in {tag}" if several else "") for tag, lacking in missing.items() for kind in lacking]
    return FrameworkError(
        f"These files lack ESCO's {' and '.join(parts)} tables ({', '.join([*kinds, *without])}); they hold {names}",
        code="framework.wrong_file",
        hint="Give both zips of the CSV download: the classification and the relations.",
    )


def version_of(paths: Sequence[Path], counts: Mapping[str, int]) -> str:
    """Return the version that a file's name or its folder's name states, or that has these counts, or ``unknown``."""
    for path in paths:
        for part in (Path(path).name, Path(path).resolve().parent.name):
            match = re.search(r"(?:^|[^0-9])(\d+\.\d+\.\d+)(?:[^0-9]|$)", part)
            if match:
                return match[1]
    for version, known in KNOWN_COUNTS.items():
        if known == counts:
            return version
    return "unknown"


def assert_counts(version: str, counts: Mapping[str, int], language: str) -> None:
    """Hold what was read against what the version is known to hold, so that half a download is no framework."""
    for what, expected in KNOWN_COUNTS.get(version, {}).items():
        if counts[what] != expected and (language == FIRST or what in _IN_EVERY_LANGUAGE):
            raise FrameworkError(
                f"ESCO {version} holds {expected:,} {_WORDS[what]}; these files hold {counts[what]:,}",
                code="framework.count_mismatch",
                hint="Download both zips of the same release again, whole and in one language.",
            )
