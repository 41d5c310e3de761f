"""The meaning of every skill of a framework as one vector, by MiniLM, kept in a folder.

A skill's vector is the mean of three unit vectors: its label, the mean of its first names, and the statement that its
publisher gives about it where the framework holds one. What is near to everything says little: from each likeness a
part of the skill's likeness to its nearest in a fixed sample is taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.linking.minilm import SIZE, MiniLM
from stepladder.skills.linking.storing import load_arrays, save_arrays

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.linking.minilm import Floats, Reading

    Tell = Callable[[int, int], None]

__all__ = ["Meanings"]

_NAMES = 4
_SAMPLE, _NEAREST, _HUB = 2_000, 20, 0.3
_LAYOUT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """The model and, per skill of one framework, its unit vector and how near it is to everything."""

    model: MiniLM
    vectors: Floats
    nearness: Floats

    @classmethod
    def of(
        cls, framework: Framework, folder: Path | None = None, tell: Tell | None = None, model: MiniLM | None = None
    ) -> Meanings:
        """Return the meanings of a framework's skills: from ``folder`` where they are kept, else made and kept there.

        Making them for the whole of ESCO takes minutes; ``tell`` is called with (texts done, in all). Raises
        `SkillsError` (``linking.no_model``, ``linking.other_model``).
        """
        model = model or MiniLM()
        texts, rows, parts = _texts(framework)
        digest = sha256(f"{_LAYOUT} {model.sha256}\n".encode())
        digest.update("\n".join(texts).encode("utf-8", "surrogatepass") + rows.tobytes() + parts.tobytes())
        file = None if folder is None else folder / f"skill-{digest.hexdigest()[:32]}.meanings"
        stored = None if file is None else load_arrays(file)
        count = len(framework.columns.skill_uris)
        if stored is not None and stored.keys() == {"vectors", "nearness"} and len(stored["vectors"]) == count:
            return cls(model, stored["vectors"].astype(np.float32), stored["nearness"])
        vectors = _skills(model.vectors(texts, tell), rows, parts, count)
        nearness = _nearness(vectors)
        if file is not None:
            save_arrays(file, {"vectors": vectors.astype(np.float16), "nearness": nearness})
        return cls(model, vectors.astype(np.float16).astype(np.float32), nearness)

    def likeness(self, reading: Reading) -> tuple[Floats, Floats]:
        """Return, per skill, the likeness of a text, and that of each of its windows: skills × windows."""
        likeness = self.vectors @ np.vstack([reading.whole[None], reading.windows]).T
        windows = likeness[:, 1:]
        return (likeness[:, 0] + windows.max(axis=1)) / 2 - np.float32(_HUB) * self.nearness, windows


def _texts(framework: Framework) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Return what is read for each skill: the text, the skill's row, and 0 label, 1 another name, 2 statement."""
    columns = framework.columns
    details = framework.extras.details.get()
    texts: list[str] = []
    rows: list[int] = []
    parts: list[int] = []
    for row, (uri, label, others) in enumerate(
        zip(columns.skill_uris, columns.skill_labels, columns.skill_aliases.rows, strict=True)
    ):
        names = [name for name in dict.fromkeys((label, *others)) if name][:_NAMES]
        stated = [text for text in details.get(uri, {}).get("statement", ()) if text][:1]
        for part, text in [*((int(name != label), name) for name in names), *((2, text) for text in stated)]:
            texts.append(text)
            rows.append(row)
            parts.append(part)
    return texts, np.array(rows, dtype=np.int32), np.array(parts, dtype=np.uint8)


def _skills(vectors: Floats, rows: npt.NDArray[np.int32], parts: npt.NDArray[np.uint8], count: int) -> Floats:
    total = np.zeros((count, SIZE), dtype=np.float32)
    for chosen in (parts == 0, parts < 2, parts == 2):
        some = np.zeros((count, SIZE), dtype=np.float32)
        np.add.at(some, rows[chosen], vectors[chosen])
        total += _unit(some)
    return _unit(total)


def _nearness(vectors: Floats) -> Floats:
    """Return per skill the mean likeness of its nearest twenty in a sample of all skills, itself left out."""
    step = max(1, len(vectors) // _SAMPLE)
    sample = vectors[::step]
    nearest = min(_NEAREST, len(sample) - 1)
    found = np.zeros(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors) if nearest > 0 else 0, 1024):
        like = vectors[start : start + 1024] @ sample.T
        own = np.arange(start, start + len(like))
        here = own % step == 0
        like[np.flatnonzero(here), own[here] // step] = -1
        found[start : start + 1024] = np.partition(like, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return found


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)
