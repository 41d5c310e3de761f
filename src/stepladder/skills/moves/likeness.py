"""How alike occupations are by what they ask for: Nesta's two shares, over all occupations at once.

From an origin, the essential skills of every occupation are covered in full where the origin has the very skill, by its
likeness where it has one that comes near, else not. The first share counts what is essential in the origin, the second
all that it asks for; the similarity is their mean. Everything is sparse: one origin costs milliseconds, all of ESCO's
3,008 a few seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.gaps.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.moves.values import MoveSettings

__all__ = ["NearOnes", "essential_matrix", "requirement_matrix", "set_matrix", "similarities"]

_BLOCK = 2_000


def requirement_matrix(framework: Framework, rows: Sequence[int] | None = None, *, essential: bool) -> Any:
    """Return occupations × skills, 1 where the occupation asks for the skill (at all, or as essential)."""
    from scipy import sparse

    columns = framework.columns
    owner = np.repeat(np.arange(len(columns.occupation_uris)), np.diff(columns.requirements.start))
    skills = columns.requirements.values
    if essential:
        asked = columns.requirement_relations == 0
        owner, skills = owner[asked], skills[asked]
    shape = (len(columns.occupation_uris), len(columns.skill_uris))
    matrix = sparse.csr_matrix((np.ones(len(skills), dtype=np.float32), (owner, skills)), shape=shape)
    return matrix if rows is None else matrix[rows]


def essential_matrix(framework: Framework) -> Any:
    """Return occupations × skills for the essential skills; made once per framework."""
    if "moves-essential" not in framework.memo:
        framework.memo["moves-essential"] = requirement_matrix(framework, essential=True)
    return framework.memo["moves-essential"]


def set_matrix(framework: Framework, sets: Sequence[Iterable[str]]) -> Any:
    """Return one row per set of skill URIs, over the framework's skills; unknown URIs are left out."""
    from scipy import sparse

    rows = framework.columns.skill_rows
    indices = [sorted({rows[uri] for uri in one if uri in rows}) for one in sets]
    start = np.zeros(len(indices) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in indices], out=start[1:])
    values = np.array([skill for row in indices for skill in row], dtype=np.int32)
    shape = (len(indices), len(framework.columns.skill_uris))
    return sparse.csr_matrix((np.ones(len(values), dtype=np.float32), values, start), shape=shape)


def similarities(
    framework: Framework, essential: Any, everything: Any, settings: MoveSettings
) -> npt.NDArray[np.float32]:
    """Return origins × occupations, 0 to 1, for origins given as rows of the skills they hold."""
    target = essential_matrix(framework)
    total = np.maximum(np.asarray(target.sum(axis=1)).ravel(), 1)
    covered = (_credits(framework, essential, settings) + _credits(framework, everything, settings)) * 0.5
    product = (covered @ target.T.tocsr()).toarray()
    found: npt.NDArray[np.float32] = product / total[None, :].astype(np.float32)
    return found


class NearOnes:
    """What comes near to skills that are held; made once per origin, asked once per target."""

    def __init__(self, framework: Framework, held: Sequence[str], settings: MoveSettings) -> None:
        self._rows = framework.columns.skill_rows
        self._held = [uri for uri in held if uri in self._rows] if settings.near else []
        places = np.array([self._rows[uri] for uri in self._held], dtype=np.int64)
        self._near = _near(framework, places, settings).tocsc() if self._held else None

    def to(self, wanted: Sequence[str]) -> dict[str, tuple[str, float]]:
        """Return for each wanted skill that is not held the held one that comes nearest, with its likeness."""
        found: dict[str, tuple[str, float]] = {}
        if self._near is None:
            return found
        own = set(self._held)
        for uri in wanted:
            row = self._rows[uri]
            start, end = self._near.indptr[row], self._near.indptr[row + 1]
            if uri not in own and end > start:
                place = start + int(self._near.data[start:end].argmax())
                found[uri] = (self._held[int(self._near.indices[place])], float(self._near.data[place]))
        return found


def _credits(framework: Framework, held: Any, settings: MoveSettings) -> Any:
    """Return sets × skills: 1 for what is held, the greatest likeness to anything held for the rest."""
    from scipy import sparse

    if not settings.near:
        return held
    used = np.unique(held.indices)
    near = _near(framework, used, settings)
    place = np.searchsorted(used, held.indices)
    lengths = np.diff(near.indptr)[place]
    sets = np.repeat(np.arange(held.shape[0]), np.diff(held.indptr))
    # For each pair of a set and a skill that it holds, the run of that skill's neighbours.
    begins = np.repeat(near.indptr[:-1][place], lengths)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    columns, values = near.indices[begins + within], near.data[begins + within]
    keys = np.repeat(sets, lengths).astype(np.int64) * held.shape[1] + columns
    order = np.argsort(keys, kind="stable")
    keys, values = keys[order], values[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    best = np.maximum.reduceat(values, first) if len(first) else values
    rows, skills = np.divmod(keys[first], held.shape[1])
    return sparse.csr_matrix((best, (rows, skills)), shape=held.shape)


def _near(framework: Framework, skills: npt.NDArray[np.int64], settings: MoveSettings) -> Any:
    """Return skills × all skills: 1 for the same, else how far holding the first counts for the second."""
    from scipy import sparse

    words, across = _words(framework)
    kinds = framework.columns.skill_kinds == 2
    blocks = []
    for start in range(0, len(skills), _BLOCK):
        block = skills[start : start + _BLOCK]
        likeness = (words[block] @ across).tocoo()
        alike = (likeness.data >= settings.alike_from) & (kinds[block[likeness.row]] == kinds[likeness.col])
        blocks.append(
            sparse.csr_matrix(
                (np.minimum(likeness.data[alike], 1), (likeness.row[alike], likeness.col[alike])),
                shape=likeness.shape,
            )
        )
    if not blocks:
        return sparse.csr_matrix((0, words.shape[0]), dtype=np.float32)
    near = sparse.vstack(blocks).tocsr().maximum(_edges(framework)[skills] * settings.edge)
    own = sparse.csr_matrix(
        (np.ones(len(skills), dtype=np.float32), (np.arange(len(skills)), skills)), shape=near.shape
    )
    return near.maximum(own).tocsr()


def _words(framework: Framework) -> tuple[Any, Any]:
    """Skills × words of their labels by TF-IDF, each row of length 1, and the same across; made once per framework."""
    known: tuple[Any, Any] | None = framework.memo.get("moves-words")
    if known is not None:
        return known
    from scipy import sparse

    vocabulary: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, label in enumerate(framework.columns.skill_labels):
        found = dict.fromkeys(content_words(label))
        rows += [row] * len(found)
        columns += [vocabulary.setdefault(word, len(vocabulary)) for word in found]
    shape = (len(framework.columns.skill_labels), max(len(vocabulary), 1))
    counts = np.bincount(columns, minlength=shape[1]) if columns else np.zeros(shape[1])
    weights = np.log(1 + shape[0] / np.maximum(counts, 1)).astype(np.float32)
    matrix = sparse.csr_matrix((weights[columns] if columns else [], (rows, columns)), shape=shape, dtype=np.float32)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.maximum(lengths, 1e-9)).astype(np.float32) @ matrix
    made = (scaled.tocsr(), scaled.T.tocsr())
    framework.memo["moves-words"] = made
    return made


def _edges(framework: Framework) -> Any:
    """Skills × skills: 1 from a skill to what the framework names as broader, or as essential for it."""
    if "moves-edges" in framework.memo:
        return framework.memo["moves-edges"]
    from scipy import sparse

    columns = framework.columns
    count = len(columns.skill_uris)
    start = columns.broader.start[: count + 1]
    narrow, wide = np.repeat(np.arange(count), np.diff(start)), columns.broader.values[: start[-1]]
    needing = np.repeat(np.arange(count), np.diff(columns.related.start))
    needed = columns.related_relations == 0
    ones = wide < count  # groups are no skills
    rows = np.concatenate([narrow[ones], needing[needed]])
    ends = np.concatenate([wide[ones], columns.related.values[needed]])
    matrix = sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, ends)), shape=(count, count))
    matrix.data[:] = 1
    framework.memo["moves-edges"] = matrix
    return matrix
