"""A framework as a table that can be read back: the fields of ``csv_mapping`` as its header."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework

__all__ = ["csv_lines"]

SEPARATOR = "|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(framework: Framework) -> Iterator[str]:
    """Yield the lines of a table: each skill once, then each skill of each occupation.

    Alternative labels and several parents stand in one cell with ``|`` between them. Levels are numbers of the
    framework's scale. Cells that a spreadsheet would run as a formula begin with an apostrophe.
    """
    others = framework.languages[1:]
    header = ["skill", "label", "alternative_labels", *(f"label:{tag}" for tag in others)]
    header += ["description", "keywords", "code", "kind", "reuse_level", "parent", "group"]
    header += ["occupation", "occupation_label", "isco", "relation", "weight", "level"]
    yield _line(header)
    shown = [framework.in_language(tag).skills for tag in others]
    for uri, skill in framework.skills.items():
        above = framework.broader(uri)
        words = [skills[uri].label if skills[uri].label != skill.label else "" for skills in shown]
        details = framework.details(uri)
        stated = [SEPARATOR.join(details.get(name, ())) for name in ("statement", "keyword", "code")]
        parents = SEPARATOR.join(one for one in above if one in framework.skills)
        groups = SEPARATOR.join(framework.groups[one].label or one for one in above if one in framework.groups)
        names = SEPARATOR.join(skill.alternative_labels)
        row = [uri, skill.label, names, *words, *stated, skill.kind, skill.reuse_level, parents, groups]
        yield _line([*row, *[""] * (len(header) - len(row))])
    empty = [""] * (header.index("occupation") - 2)
    for uri, occupation in framework.occupations.items():
        if not occupation.requirements:
            yield _line(["", "", *empty, uri, occupation.label, occupation.isco, "", "", ""])
        for one in occupation.requirements:
            label = framework.skills[one.skill].label
            level = f"{one.level.value:g}" if one.level else ""
            asked = [uri, occupation.label, occupation.isco, one.relation, f"{one.weight:g}", level]
            yield _line([one.skill, label, *empty, *asked])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()
