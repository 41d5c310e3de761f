"""Two frameworks as one: a publisher's release whole, and beside it what another one has more.

Why: the starter pack holds role templates (a help desk agent, a call-centre agent …) that no release of ESCO holds, and
a few skills that ESCO added or took away in another version. People, goals, offers and credentials name them; they must
not vanish on the day that somebody imports the whole release. So a release is *stored* as its publisher made it (its
counts and its hash stay those of its files) and is *opened* together with the starter pack: that costs milliseconds,
and templates that a later wheel brings are there without importing again. Where both know a URI, the release's words
and requirements hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.frameworks.columns import Columns, LazyLists, Ragged

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.proficiency import ProficiencyScale

__all__ = ["merged"]


def merged(release: Framework, more: Framework) -> Framework:
    """Return ``release`` with the skills and occupations of ``more`` whose URIs it does not hold, at the end.

    Name, version, notice, sources and hierarchy stay the release's; ``report`` gains a sentence that says what was
    added. Levels keep their scales. Example: ``merged(read_esco(paths), starter())``.
    """
    theirs, ours = release.columns, more.columns
    skills = [row for row, uri in enumerate(ours.skill_uris) if uri not in theirs.skill_rows]
    occupations = [row for row, uri in enumerate(ours.occupation_uris) if uri not in theirs.occupation_rows]
    if not skills and not occupations:
        return release
    scales = _scales(release, more)
    sentence = (
        f"Opened together with {more.title}: {len(occupations):,} of its occupations and role templates and "
        f"{len(skills):,} of its skills are not in {release.title} itself."
    )
    return replace(
        release,
        report=(*release.report, sentence),
        isco_groups={**more.isco_groups, **release.isco_groups},
        scales=scales,
        columns=_columns(theirs, ours, skills, occupations, _codes(more, scales)),
    )


def _columns(
    theirs: Columns, ours: Columns, skills: list[int], occupations: list[int], codes: npt.NDArray[np.uint8]
) -> Columns:
    first, added = len(theirs.skill_uris), len(skills)
    place = np.array([theirs.skill_rows.get(uri, -1) for uri in ours.skill_uris], dtype=np.int32)
    place[skills] = np.arange(first, first + added, dtype=np.int32)
    asked = _positions(ours.requirements, occupations)
    groups_moved = theirs.broader.values + np.where(theirs.broader.values >= first, added, 0).astype(np.int32)
    return Columns(
        skill_uris=theirs.skill_uris + _taken(ours.skill_uris, skills),
        skill_labels=theirs.skill_labels + _taken(ours.skill_labels, skills),
        skill_aliases=_aliases(theirs.skill_aliases, ours.skill_aliases, skills),
        skill_kinds=np.concatenate([theirs.skill_kinds, ours.skill_kinds[skills]]),
        skill_reuse=np.concatenate([theirs.skill_reuse, ours.skill_reuse[skills]]),
        occupation_uris=theirs.occupation_uris + _taken(ours.occupation_uris, occupations),
        occupation_labels=theirs.occupation_labels + _taken(ours.occupation_labels, occupations),
        occupation_aliases=_aliases(theirs.occupation_aliases, ours.occupation_aliases, occupations),
        occupation_isco=theirs.occupation_isco + _taken(ours.occupation_isco, occupations),
        occupation_sources=theirs.occupation_sources + _taken(ours.occupation_sources, occupations),
        requirements=Ragged(
            _longer(theirs.requirements.start, np.diff(ours.requirements.start)[occupations]),
            np.concatenate([theirs.requirements.values, place[ours.requirements.values[asked]]]),
        ),
        requirement_relations=np.concatenate([theirs.requirement_relations, ours.requirement_relations[asked]]),
        requirement_weights=np.concatenate([theirs.requirement_weights, ours.requirement_weights[asked]]),
        requirement_scales=np.concatenate([theirs.requirement_scales, codes[ours.requirement_scales[asked]]]),
        requirement_levels=np.concatenate([theirs.requirement_levels, ours.requirement_levels[asked]]),
        group_uris=theirs.group_uris,
        group_labels=theirs.group_labels,
        group_codes=theirs.group_codes,
        broader=Ragged(_with_empty_rows(theirs.broader.start, first, added), groups_moved),
        related=Ragged(_with_empty_rows(theirs.related.start, first, added), theirs.related.values),
        related_relations=theirs.related_relations,
    )


def _taken(values: Sequence[str], rows: Sequence[int]) -> list[str]:
    return [values[row] for row in rows]


def _aliases(theirs: LazyLists, ours: LazyLists, rows: Sequence[int]) -> LazyLists:
    return LazyLists(load=lambda: [*map(list, theirs.rows), *(list(ours.rows[row]) for row in rows)])


def _positions(ragged: Ragged, rows: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return where the values of these rows lie, row after row."""
    spans = [np.arange(ragged.start[row], ragged.start[row + 1], dtype=np.int64) for row in rows]
    return np.concatenate([np.zeros(0, dtype=np.int64), *spans])


def _longer(start: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.concatenate([start, start[-1] + np.cumsum(lengths)]).astype(np.int32)


def _with_empty_rows(start: npt.NDArray[np.int32], at: int, count: int) -> npt.NDArray[np.int32]:
    """Put ``count`` rows without values after row ``at``: the added skills stand between the skills and the groups."""
    return np.insert(start, at + 1, np.full(count, start[at], dtype=np.int32))


def _scales(release: Framework, more: Framework) -> tuple[ProficiencyScale, ...]:
    known = {scale.id for scale in release.scales}
    return (*release.scales, *(scale for scale in more.scales if scale.id not in known))


def _codes(more: Framework, scales: Sequence[ProficiencyScale]) -> npt.NDArray[np.uint8]:
    """Return the new code of each scale code of ``more``; 0 stays no scale."""
    places = {scale.id: code for code, scale in enumerate(scales, start=1)}
    return np.array([0, *(places[scale.id] for scale in more.scales)], dtype=np.uint8)
