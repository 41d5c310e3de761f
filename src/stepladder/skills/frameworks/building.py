"""Values into columns, with every relation checked against what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.columns import Columns, LazyLists, Ragged
from stepladder.skills.frameworks.values import KINDS, RELATIONS, REUSE_LEVELS
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel, ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stepladder.skills.frameworks.values import Occupation, Requirement, Skill, SkillGroup

__all__ = ["columns_from_values", "rows_of"]


def columns_from_values(  # noqa: PLR0917 - one argument per kind of value
    skills: Iterable[Skill],
    occupations: Iterable[Occupation],
    groups: Iterable[SkillGroup],
    broader: Iterable[tuple[str, str]],
    related: Iterable[tuple[str, str, str]],
    scales: tuple[ProficiencyScale, ...],
) -> tuple[Columns, tuple[ProficiencyScale, ...]]:
    """Return the columns and the scales that they use; raises `FrameworkError` for a duplicate or dangling URI."""
    all_skills, all_occupations, all_groups = tuple(skills), tuple(occupations), tuple(groups)
    skill_rows = rows_of([skill.uri for skill in all_skills], "skill")
    rows_of([occupation.uri for occupation in all_occupations], "occupation")
    nodes = dict(skill_rows)
    for offset, group in enumerate(all_groups):
        if group.uri in nodes:
            raise FrameworkError(f"The URI {group.uri} appears twice", code="framework.duplicate_uri")
        nodes[group.uri] = len(skill_rows) + offset

    requirements = [item for occupation in all_occupations for item in occupation.requirements]
    used = _scales(requirements, scales)
    scale_codes = {scale.id: code for code, scale in enumerate(used, start=1)}
    up: list[list[int]] = [[] for _ in nodes]
    for narrow, wide in broader:
        up[_row(nodes, narrow, "broader relation")].append(_row(nodes, wide, "broader relation"))
    beside: list[list[tuple[int, int]]] = [[] for _ in skill_rows]
    for one, relation, other in related:
        edge = (_row(skill_rows, other, "relation between skills"), _code(RELATIONS, relation, "relation"))
        beside[_row(skill_rows, one, "relation between skills")].append(edge)

    columns = Columns(
        skill_uris=[skill.uri for skill in all_skills],
        skill_labels=[skill.label for skill in all_skills],
        skill_aliases=LazyLists([skill.alternative_labels for skill in all_skills]),
        skill_kinds=np.array([_code(KINDS, skill.kind, "kind") for skill in all_skills], dtype=np.uint8),
        skill_reuse=np.array([_code(REUSE_LEVELS, s.reuse_level, "reuse level") for s in all_skills], dtype=np.uint8),
        occupation_uris=[occupation.uri for occupation in all_occupations],
        occupation_labels=[occupation.label for occupation in all_occupations],
        occupation_aliases=LazyLists([occupation.alternative_labels for occupation in all_occupations]),
        occupation_isco=[occupation.isco for occupation in all_occupations],
        occupation_sources=[occupation.source for occupation in all_occupations],
        requirements=Ragged.of(
            [[_row(skill_rows, r.skill, f"occupation {o.uri}") for r in o.requirements] for o in all_occupations]
        ),
        requirement_relations=np.array(
            [_code(RELATIONS, r.relation, "relation") for r in requirements], dtype=np.uint8
        ),
        requirement_weights=np.array([item.weight for item in requirements], dtype=np.float32),
        requirement_scales=np.array(
            [scale_codes[item.level.scale] if item.level else 0 for item in requirements], dtype=np.uint8
        ),
        requirement_levels=np.array([item.level.value if item.level else 0 for item in requirements], dtype=np.float32),
        group_uris=[group.uri for group in all_groups],
        group_labels=[group.label for group in all_groups],
        group_codes=[group.code for group in all_groups],
        broader=Ragged.of(up),
        related=Ragged.of([[skill for skill, _ in row] for row in beside]),
        related_relations=np.array([relation for row in beside for _, relation in row], dtype=np.uint8),
    )
    return columns, used


def rows_of(uris: Sequence[str], what: str) -> dict[str, int]:
    """Return the row of each URI; raises `FrameworkError` (``framework.duplicate_uri``) for one that comes twice."""
    rows: dict[str, int] = {}
    for row, uri in enumerate(uris):
        if rows.setdefault(uri, row) != row:
            raise FrameworkError(
                f"The {what} {uri} appears twice",
                code="framework.duplicate_uri",
                where=f"{what} {rows[uri] + 1} and {row + 1}",
                hint="A URI names one thing: remove one of the two rows, or merge them.",
            )
    return rows


def _row(rows: Mapping[str, int], uri: str, where: str) -> int:
    try:
        return rows[uri]
    except KeyError:
        raise FrameworkError(
            f"A relation names {uri}, which is not among the skills", code="framework.dangling_relation", where=where
        ) from None


def _code(allowed: Sequence[str], value: str, what: str) -> int:
    try:
        return allowed.index(value)
    except ValueError:
        raise FrameworkError(
            f"The {what} {value!r} is unknown; expected one of {', '.join(repr(one) for one in allowed)}",
            code="framework.unknown_value",
        ) from None


def _scales(requirements: Iterable[Requirement], scales: tuple[ProficiencyScale, ...]) -> tuple[ProficiencyScale, ...]:
    known = {scale.id: scale for scale in (STEPLADDER_SCALE, *scales)}
    used = {scale.id: scale for scale in scales}
    for item in requirements:
        level: ProficiencyLevel | None = item.level
        if level is None or level.scale in used:
            continue
        if level.scale not in known:
            raise FrameworkError(
                f"A requirement uses the scale {level.scale!r}, which the framework does not define",
                code="levels.unknown_scale",
                hint="Give the ProficiencyScale in `scales`.",
            )
        used[level.scale] = known[level.scale]
    return tuple(used.values())
