"""Moves from an occupation, several, or a profile, and the moves of all occupations at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.frameworks.onet import code_of
from stepladder.skills.frameworks.values import ROLE_TEMPLATE_PREFIX
from stepladder.skills.licences import licence_notice, licence_notice_by_soc
from stepladder.skills.moves.likeness import (
    NearOnes,
    requirement_matrix,
    set_matrix,
    similarities,
)
from stepladder.skills.moves.preparation import Preparation
from stepladder.skills.moves.values import Move, MoveData, MoveReport, MoveSettings, NearSkill

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.profile import SkillProfile

__all__ = ["ViableMoves", "all_moves", "move_report", "moves", "moves_of_profile"]

PAY_NOT_KNOWN = "Pay is not known."
_ALL_BLOCK = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where a move begins: what is held, as essential and in all, and what is known of the occupation, if it is one."""

    uri: str
    label: str
    isco: str
    essential: tuple[str, ...]
    everything: tuple[str, ...]


def moves(
    framework: Framework,
    occupation: str,
    *,
    limit: int = 10,
    data: MoveData | None = None,
    settings: MoveSettings | None = None,
    templates_only: bool = False,
) -> tuple[Move, ...]:
    """Return the viable moves from ``occupation`` (URI or label), nearest first.

    Similarity is the mean of two shares of the target's essential skills: those that are essential in the origin, and
    those that are essential or optional there (Nesta, "Mapping Career Causeways", 2020). Skills that come near count by
    their likeness. Viable above 0.30 with job zones at most one apart; where a job zone is not known, the ISCO skill
    level stands in and the move says so. Raises `UnknownSkillError` for an unknown occupation.
    """
    return move_report(
        framework, [occupation], limit=limit, data=data, settings=settings, templates_only=templates_only
    ).moves


def move_report(
    framework: Framework,
    occupations: Iterable[str],
    *,
    limit: int = 10,
    data: MoveData | None = None,
    settings: MoveSettings | None = None,
    templates_only: bool = False,
) -> MoveReport:
    """Return the moves from occupations (URIs or labels), each target from the origin that comes nearest."""
    origins = []
    for name in dict.fromkeys(occupations):
        occupation = framework.occupation(name)
        origins.append(
            _Origin(
                uri=occupation.uri,
                label=occupation.name,
                isco=occupation.isco,
                essential=tuple(item.skill for item in occupation.essential),
                everything=tuple(item.skill for item in occupation.requirements),
            )
        )
    return _report(framework, origins, limit, data, settings, templates_only=templates_only)


def moves_of_profile(
    framework: Framework,
    profile: SkillProfile,
    *,
    limit: int = 10,
    data: MoveData | None = None,
    settings: MoveSettings | None = None,
) -> MoveReport:
    """Return the moves of a person: from the occupations held, each with the skills held added, else from the skills.

    Without an occupation nothing is known of preparation and pay, and the moves say so.
    """
    held = tuple(uri for uri in profile.skills if uri in framework.skills)
    origins = []
    for uri in dict.fromkeys(uri for uri in profile.occupations if uri in framework.occupations):
        occupation = framework.occupations[uri]
        essential = (*(item.skill for item in occupation.essential), *held)
        everything = (*(item.skill for item in occupation.requirements), *held)
        origins.append(
            _Origin(
                uri=uri,
                label=occupation.name,
                isco=occupation.isco,
                essential=tuple(dict.fromkeys(essential)),
                everything=tuple(dict.fromkeys(everything)),
            )
        )
    if not origins and held:
        origins = [_Origin(uri="", label="", isco="", essential=held, everything=held)]
    return _report(framework, origins, limit, data, settings, templates_only=False)


def _report(
    framework: Framework,
    origins: Sequence[_Origin],
    limit: int,
    data: MoveData | None,
    settings: MoveSettings | None,
    *,
    templates_only: bool,
) -> MoveReport:
    rules, known = settings or MoveSettings(), data or MoveData()
    preparation = Preparation(framework, known)
    uris = framework.columns.occupation_uris
    allowed = _allowed(framework, origins, templates_only=templates_only)
    best: dict[str, Move] = {}
    too_far: set[int] = set()
    for origin in origins:
        score, ones = _scores(framework, origin, rules), NearOnes(framework, origin.everything, rules)
        apart, by_zone = preparation.apart(known.job_zones.get(origin.uri), origin.isco)
        alike = allowed & (score > rules.viable)
        far = alike & (apart > rules.zones_apart)
        too_far.update(np.flatnonzero(far).tolist())
        within = np.flatnonzero(alike & ~far)
        for row in within[np.argsort(-score[within], kind="stable")][:limit].tolist():
            uri, notice = uris[row], preparation.notice(float(apart[row]), by_zone=bool(by_zone[row]))
            if uri not in best or best[uri].similarity < score[row]:
                best[uri] = _move(framework, origin, ones, uri, float(score[row]), notice, known, rules)
    found = sorted(best.values(), key=lambda move: (-move.similarity, framework.columns.occupation_rows[move.uri]))
    notes = [known.notes[origin.uri] for origin in origins if origin.uri in known.notes]
    return MoveReport(
        origins=tuple(origin.uri for origin in origins if origin.uri),
        moves=tuple(found[:limit]),
        too_far=len(too_far - {framework.columns.occupation_rows[uri] for uri in best}),
        pay_stated=known.pay_stated,
        pay_currency=known.pay_currency,
        notices=(*notes, *known.notices),
    )


def _allowed(framework: Framework, origins: Sequence[_Origin], *, templates_only: bool) -> npt.NDArray[np.bool_]:
    """Where a move may lead: to what has a name, and not to where it begins, under any URI."""
    columns = framework.columns
    ours = {origin.uri for origin in origins} | {origin.label for origin in origins}
    return np.array(
        [
            bool(label)
            and uri not in ours
            and label not in ours
            and (not templates_only or uri.startswith(ROLE_TEMPLATE_PREFIX))
            for uri, label in zip(columns.occupation_uris, columns.occupation_labels, strict=True)
        ],
        dtype=bool,
    )


def _scores(framework: Framework, origin: _Origin, rules: MoveSettings) -> npt.NDArray[np.float32]:
    essential = set_matrix(framework, [origin.essential])
    everything = set_matrix(framework, [origin.everything])
    scores: npt.NDArray[np.float32] = similarities(framework, essential, everything, rules)[0]
    row = framework.columns.occupation_rows.get(origin.uri)
    related = None if row is None else _related(framework, row)
    return scores if related is None else np.where(related, scores, 0)


def _related(framework: Framework, row: int) -> npt.NDArray[np.bool_] | None:
    """Where the publisher says that an occupation is related to this one, or None where it says nothing.

    O*NET rates the same 68 elements for every occupation: alike they all are, and it says itself who is related.
    """
    related = framework.extras.facts.get().related
    if row >= len(related) or not related[row]:
        return None
    found = np.zeros(len(framework.columns.occupation_uris), dtype=bool)
    found[[other for other, _ in related[row]]] = True
    return found


def _move(  # noqa: PLR0917 - one argument per thing that a move is made of
    framework: Framework,
    origin: _Origin,
    ones: NearOnes,
    uri: str,
    score: float,
    zone_notice: str,
    known: MoveData,
    rules: MoveSettings,
) -> Move:
    target = framework.occupations[uri]
    has = set(origin.everything)
    wanted = tuple(item.skill for item in target.essential)
    near = ones.to(wanted)
    desirable, pay_notice = _desirable(origin.uri, uri, known, rules)
    licence = (
        licence_notice_by_soc(code_of(uri), (code_of(origin.uri),))
        if framework.name == "onet"
        else licence_notice(target.isco, (origin.isco,))
    )
    notices = (licence, zone_notice, pay_notice, known.notes.get(uri, ""))
    return Move(
        uri=uri,
        label=target.name,
        isco=target.isco,
        similarity=round(score, 4),
        viable=True,
        highly_viable=score > rules.highly_viable,
        desirable=desirable,
        shared=tuple(skill for skill in wanted if skill in has),
        near=tuple(
            NearSkill(skill=skill, via=near[skill][0], likeness=near[skill][1]) for skill in wanted if skill in near
        ),
        missing=tuple(skill for skill in wanted if skill not in has and skill not in near),
        notices=tuple(notice for notice in notices if notice),
        origin=origin.uri,
        job_zone=known.job_zones.get(uri),
        pay=known.pay.get(uri),
        remote=known.remote.get(uri),
    )


def _desirable(origin: str, target: str, known: MoveData, rules: MoveSettings) -> tuple[bool | None, str]:
    pay = known.pay.get(origin), known.pay.get(target)
    if pay[0] is None or pay[1] is None:
        return None, PAY_NOT_KNOWN
    return pay[1] >= rules.desirable_pay * pay[0], ""


# ---------------------------------------------------------------------- all occupations
@dataclass(frozen=True, slots=True, kw_only=True)
class ViableMoves:
    """The viable moves of every occupation: origins × targets, sparse, the value is the similarity.

    ``too_far`` counts per origin what is similar enough and was taken out by the job-zone filter.
    """

    occupations: tuple[str, ...]
    similarity: Any
    too_far: npt.NDArray[np.int32]

    def of(self, uri: str) -> tuple[tuple[str, float], ...]:
        """Return the targets of an occupation with their similarity, nearest first."""
        row = self.similarity[self.occupations.index(uri)]
        order = np.lexsort((row.indices, -row.data))
        return tuple((self.occupations[row.indices[place]], float(row.data[place])) for place in order)


def all_moves(
    framework: Framework, *, data: MoveData | None = None, settings: MoveSettings | None = None
) -> ViableMoves:
    """Return the viable moves of every occupation of a framework; the same as asking one by one, in a few seconds."""
    from scipy import sparse

    rules, known = settings or MoveSettings(), data or MoveData()
    preparation = Preparation(framework, known)
    columns = framework.columns
    count = len(columns.occupation_uris)
    essential = requirement_matrix(framework, essential=True)
    everything = requirement_matrix(framework, essential=False)
    labels = np.array(columns.occupation_labels, dtype=object)
    named = labels != ""
    blocks, too_far = [], np.zeros(count, dtype=np.int32)
    for start in range(0, count, _ALL_BLOCK):
        end = min(start + _ALL_BLOCK, count)
        scores = similarities(framework, essential[start:end], everything[start:end], rules)
        alike = scores > rules.viable
        for row in range(start, end):
            alike[row - start, row] = False
            alike[row - start] &= named & (labels != labels[row])
            related = _related(framework, row)
            if related is not None:
                alike[row - start] &= related
            zone = known.job_zones.get(columns.occupation_uris[row])
            apart, _ = preparation.apart(zone, columns.occupation_isco[row])
            far = apart > rules.zones_apart
            too_far[row] = int((alike[row - start] & far).sum())
            alike[row - start] &= ~far
        blocks.append(sparse.csr_matrix(np.where(alike, scores, 0)))
    matrix = sparse.vstack(blocks).tocsr() if blocks else sparse.csr_matrix((0, 0))
    return ViableMoves(occupations=tuple(columns.occupation_uris), similarity=matrix, too_far=too_far)
