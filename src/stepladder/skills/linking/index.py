"""The index over all labels of a framework: word 1–2-grams by TF-IDF, and character trigrams over the vocabulary.

It is built once per framework and kept with it; with a folder (`keep_indexes`) it is also kept there, so that the next
process opens what this one built. An *entry* is one label or alternative label of one row (a skill or an occupation).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stepladder.skills.linking.storing import load_arrays, save_arrays
from stepladder.skills.linking.words import STOP_WORDS, WORD, is_acronym, stem, tokens

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from stepladder.skills.frameworks.columns import Columns
    from stepladder.skills.frameworks.model import Framework

__all__ = ["LabelIndex", "index_of", "keep_indexes"]

What = Literal["skill", "occupation"]
_FOLDER = "index-folder"
# Another number where the layout, the stems or the weights change: what was stored before is then built anew.
_LAYOUT = 1
_ALIAS, _LONG_ALIAS, _LONE_ALIAS = 0.85, 0.92, 0.5
_KIN_LETTERS = 4
_KIN_LIKENESS = 0.5


def keep_indexes(framework: Framework, folder: Path) -> None:
    """Let the framework's indexes be kept in ``folder``, each under the hash of the names that it was built from."""
    framework.memo[_FOLDER] = folder


def index_of(framework: Framework, what: What) -> LabelIndex:
    """Return the framework's index over skills or occupations: opened or built at the first call."""
    key = f"{what}-index"
    if key not in framework.memo:
        framework.memo[key] = LabelIndex(framework.columns, what, framework.memo.get(_FOLDER))
    index: LabelIndex = framework.memo[key]
    return index


class LabelIndex:
    """Labels and alternative labels as sparse vectors.

    ``entry_rows`` gives the row of each entry, ``preferred`` whether it is the label itself; ``shares`` holds per
    entry and word the word's part of the entry's information (sums to 1 per entry), ``vectors`` the unit TF-IDF
    vectors of words and word pairs. Both lie by column, so that a query touches only its own words.
    """

    def __init__(self, columns: Columns, what: What, folder: Path | None = None) -> None:
        if what == "skill":
            self.uris, self.labels, aliases = columns.skill_uris, columns.skill_labels, columns.skill_aliases.rows
        else:
            self.uris, self.labels = columns.occupation_uris, columns.occupation_labels
            aliases = columns.occupation_aliases.rows
        self.texts: list[str] = []
        rows: list[int] = []
        preferred: list[bool] = []
        for row, (label, others) in enumerate(zip(self.labels, aliases, strict=True)):
            names = dict.fromkeys((label, *others)) if label else dict.fromkeys(others)
            for name in names:
                self.texts.append(name)
                rows.append(row)
                preferred.append(name == label)
        self.entry_rows = np.array(rows, dtype=np.int32)
        self.preferred = np.array(preferred, dtype=bool)
        self.starts = np.searchsorted(self.entry_rows, np.arange(len(self.labels) + 1)).astype(np.int32)
        self.named = np.flatnonzero(np.diff(self.starts))
        self.vocabulary: dict[str, int] = {}
        file = None if folder is None else folder / f"{what}-{self.digest()[:32]}.index"
        if file is None or not self._open(file):
            self._fill()
            if file is not None:
                save_arrays(file, self._arrays())
        self.trust = self._trust()
        self._words: dict[int, frozenset[int]] = {}
        self._exact: dict[str, list[int]] | None = None
        self._sorted_words: list[str] | None = None
        self._trigrams: dict[str, list[int]] | None = None

    # ------------------------------------------------------------------ building
    def _fill(self) -> None:
        from scipy import sparse  # half a second that a server's start, or a command without a search, does not need

        words, entries = self._tokenise()
        count, width = len(self.texts), len(self.vocabulary)
        self.entry_lengths = np.bincount(entries, minlength=count).astype(np.int32)
        following = entries[1:] == entries[:-1]
        pairs, pair_columns = np.unique(
            words[:-1][following].astype(np.int64) * max(width, 1) + words[1:][following], return_inverse=True
        )
        self.pairs = {int(pair): width + place for place, pair in enumerate(pairs.tolist())}
        all_columns = np.concatenate([words, width + pair_columns.astype(np.int32)])
        all_entries = np.concatenate([entries, entries[:-1][following]])
        features = width + len(pairs)
        counts = sparse.csr_matrix(
            (np.ones(len(all_columns), dtype=np.float32), (all_entries, all_columns)), shape=(count, features)
        )
        counts.sum_duplicates()
        counts.data[:] = 1.0
        # How rare a word is counts in skills, not in labels: a skill with forty aliases would make its words common.
        by_row = sparse.csr_matrix(
            (np.ones(len(all_columns), dtype=np.float32), (self.entry_rows[all_entries], all_columns)),
            shape=(len(self.labels), features),
        )
        by_row.sum_duplicates()
        frequency = np.bincount(by_row.indices, minlength=features)
        self.rarity = np.log((1 + len(self.labels)) / (1 + frequency)).astype(np.float32) + 1
        weighted = counts @ sparse.diags(self.rarity)
        norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        self.vectors = (sparse.diags(1 / np.maximum(norms, 1e-9)) @ weighted).tocsc()
        single = weighted[:, :width]
        sums = np.asarray(single.sum(axis=1)).ravel()
        self.shares = (sparse.diags(1 / np.maximum(sums, 1e-9)) @ single).tocsc()

    def _tokenise(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return the word number and the entry of every word of every label."""
        known: dict[str, int] = {}
        words: list[int] = []
        entries: list[int] = []
        for entry, text in enumerate(self.texts):
            for word in WORD.findall(text):
                number = known.get(word)
                if number is None:
                    number = known[word] = self._number(word)
                if number >= 0:
                    words.append(number)
                    entries.append(entry)
        return np.array(words, dtype=np.int32), np.array(entries, dtype=np.int32)

    def _number(self, word: str) -> int:
        if word.casefold() in STOP_WORDS and not is_acronym(word):
            return -1
        token = word if is_acronym(word) else stem(word)
        return self.vocabulary.setdefault(token, len(self.vocabulary))

    def _trust(self) -> npt.NDArray[np.float32]:
        """Return how far each entry can be trusted: a label more than an alias, a single word as much as it is rare."""
        count = len(self.texts)
        lone, long = self.entry_lengths == 1, self.entry_lengths >= 3
        label = self.preferred.copy()
        for entry in np.flatnonzero(~label).tolist():
            # *Python* for *Python (computer programming)* is the label but for its explanation in brackets.
            label[entry] = self.labels[self.entry_rows[entry]].startswith(self.texts[entry] + " (")
        trust = np.where(label, 1.0, np.where(lone, _LONE_ALIAS, np.where(long, _LONG_ALIAS, _ALIAS)))
        rarest = np.zeros(count, dtype=np.float32)
        for column in range(len(self.vocabulary)):
            start, end = self.shares.indptr[column : column + 2]
            rows = self.shares.indices[start:end]
            rarest[rows] = np.maximum(rarest[rows], self.rarity[column])
        trust = np.where(lone, trust * np.clip((rarest - 3.0) / 5.0, 0.0, 1.0), trust)
        return trust.astype(np.float32)

    # ------------------------------------------------------------------ storing
    def digest(self) -> str:
        """Return the SHA-256 of everything that the index is built from."""
        names = "\n".join(self.texts)
        return sha256(f"{_LAYOUT}\n{names}".encode("utf-8", "surrogatepass") + self.entry_rows.tobytes()).hexdigest()

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        arrays = {"rarity": self.rarity, "lengths": self.entry_lengths}
        arrays["pairs"] = np.fromiter(self.pairs, dtype=np.int64, count=len(self.pairs))
        arrays["vocabulary"] = np.frombuffer("\n".join(self.vocabulary).encode("utf-8", "surrogatepass"), np.uint8)
        for name, matrix in (("vectors", self.vectors), ("shares", self.shares)):
            arrays |= {f"{name}.{part}": getattr(matrix, part) for part in ("data", "indices", "indptr")}
        return arrays

    def _open(self, file: Path) -> bool:
        """Take over what the file holds, and return whether there was a whole one."""
        arrays = load_arrays(file)
        if arrays is None:
            return False
        from scipy import sparse

        try:
            words = arrays["vocabulary"].tobytes().decode("utf-8", "surrogatepass")
            self.vocabulary = {word: number for number, word in enumerate(words.split("\n") if words else ())}
            width = len(self.vocabulary)
            self.pairs = {pair: width + place for place, pair in enumerate(arrays["pairs"].tolist())}
            self.rarity, self.entry_lengths = arrays["rarity"], arrays["lengths"]
            shapes = {"vectors": (len(self.texts), width + len(self.pairs)), "shares": (len(self.texts), width)}
            for name, shape in shapes.items():
                parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
                setattr(self, name, sparse.csc_matrix(parts, shape=shape))
        except (KeyError, ValueError, TypeError):
            self.vocabulary = {}
            return False
        return len(self.rarity) == width + len(self.pairs) and len(self.entry_lengths) == len(self.texts)

    # ------------------------------------------------------------------ asking
    def number(self, token: str) -> int | None:
        """Return the column of a token; a word in small letters also finds the acronym that it spells."""
        place = self.vocabulary.get(token)
        return self.vocabulary.get(token.upper()) if place is None and len(token) <= 6 else place

    def words_of(self, entry: int) -> frozenset[int]:
        """Return the columns of an entry's words."""
        words = self._words.get(entry)
        if words is None:
            numbers = (self.number(token) for token, _ in tokens(self.texts[entry]))
            words = self._words[entry] = frozenset(number for number in numbers if number is not None)
        return words

    def sum_of(self, matrix: Any, weights: dict[int, float]) -> npt.NDArray[np.float32]:
        """Return per entry the weighted sum of some columns of ``vectors`` or ``shares``."""
        total = np.zeros(len(self.texts), dtype=np.float32)
        for column, weight in weights.items():
            start, end = matrix.indptr[column : column + 2]
            total[matrix.indices[start:end]] += weight * matrix.data[start:end]
        return total

    def exact(self, text: str) -> list[int]:
        """Return the entries that read like ``text`` but for case and spaces."""
        if self._exact is None:
            found: dict[str, list[int]] = defaultdict(list)
            for entry, name in enumerate(self.texts):
                found[" ".join(name.casefold().split())].append(entry)
            self._exact = dict(found)
        return self._exact.get(" ".join(text.casefold().split()), [])

    def kin(self, token: str, limit: int = 3) -> list[tuple[int, float]]:
        """Return (column, likeness 0–1) of the words that begin as ``token`` does and share most of its letters."""
        if len(token) <= _KIN_LETTERS:
            return []
        wanted, scored = _grams(token), []
        words = self.sorted_words()
        beginning = token[:_KIN_LETTERS]
        place = bisect_left(words, beginning)
        while place < len(words) and words[place].startswith(beginning):
            other = _grams(words[place])
            likeness = 2 * len(wanted & other) / (len(wanted) + len(other))
            if likeness >= _KIN_LIKENESS:
                scored.append((self.vocabulary[words[place]], likeness))
            place += 1
        return sorted(scored, key=lambda one: (-one[1], one[0]))[:limit]

    def sorted_words(self) -> list[str]:
        """Return the vocabulary in alphabetical order."""
        if self._sorted_words is None:
            self._sorted_words = sorted(self.vocabulary)
        return self._sorted_words

    def beginning_with(self, token: str, limit: int = 24) -> list[int]:
        """Return the columns of vocabulary words that begin with ``token``."""
        words = self.sorted_words()
        place = bisect_left(words, token)
        found: list[int] = []
        while place < len(words) and words[place].startswith(token) and len(found) < limit:
            found.append(self.vocabulary[words[place]])
            place += 1
        return found

    def near(self, token: str, limit: int = 3) -> list[tuple[int, float]]:
        """Return (column, likeness 0–1) of the vocabulary words most like ``token`` by character trigrams."""
        if self._trigrams is None:
            found: dict[str, list[int]] = defaultdict(list)
            for word, number in self.vocabulary.items():
                for gram in _grams(word):
                    found[gram].append(number)
            self._trigrams = dict(found)
            self._sizes = {number: len(_grams(word)) for word, number in self.vocabulary.items()}
        wanted = _grams(token)
        shared: dict[int, int] = defaultdict(int)
        for gram in wanted:
            for number in self._trigrams.get(gram, ()):
                shared[number] += 1
        scored = [(2 * both / (len(wanted) + self._sizes[number]), number) for number, both in shared.items()]
        best = sorted((one for one in scored if one[0] >= 0.5), key=lambda one: (-one[0], one[1]))[:limit]
        return [(number, likeness) for likeness, number in best]


def _grams(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
