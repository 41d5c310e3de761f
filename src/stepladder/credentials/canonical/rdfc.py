"""RDF Dataset Canonicalization, RDFC-1.0 with SHA-256 or SHA-384, under a work budget.

The numbers of the steps are those of the Recommendation, section 4. Labelling tied blank nodes can take exponential
work, so an attacker could send a small graph that keeps a verifier busy for hours: the budget ends that in well under
a second, and no honest credential comes near it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Literal, get_args

from stepladder.credentials.canonical.nquads import Quad, line
from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterable

HashAlgorithm = Literal["sha256", "sha384"]
"""The hash that tells blank nodes apart: suites of P-384 keys ask for SHA-384, all others for SHA-256."""

DEFAULT_BUDGET = 40_000
"""Steps of the N-degree algorithm: about a quarter of a second."""


class Budget:
    """Steps that are left, for one document, or shared by several that come from one stranger."""

    __slots__ = ("left",)

    def __init__(self, steps: int = DEFAULT_BUDGET) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take steps; MalformedCredentialError (``canonical.too_tangled``) when there are not so many."""
        self.left -= steps
        if self.left < 0:
            raise MalformedCredentialError(
                "The document's unnamed objects point at each other in a way that would take very long to tell apart",
                code="canonical.too_tangled",
                hint="Give the nested objects an id of their own.",
                spec="RDFC-1.0, section 7.1 (dataset poisoning)",
            )


def canonicalize_quads(
    quads: Iterable[Quad], *, hash_algorithm: HashAlgorithm = "sha256", budget: int | Budget = DEFAULT_BUDGET
) -> str:
    """Return canonical N-Quads: blank nodes relabelled ``_:c14n0`` and so on, lines sorted by code point.

    Raises MalformedCredentialError (``canonical.too_tangled``) when more than ``budget`` steps would be needed,
    UnsupportedError (``canonical.unknown_hash``) for a hash other than SHA-256 and SHA-384.
    """
    text, _ = canonicalize_with_labels(quads, hash_algorithm=hash_algorithm, budget=budget)
    return text


def canonicalize_with_labels(
    quads: Iterable[Quad], *, hash_algorithm: HashAlgorithm = "sha256", budget: int | Budget = DEFAULT_BUDGET
) -> tuple[str, dict[str, str]]:
    """Return canonical N-Quads, and the map from the labels in ``quads`` to the canonical ones."""
    if hash_algorithm not in get_args(HashAlgorithm):
        raise UnsupportedError(
            f"RDFC-1.0 with {hash_algorithm!r} is not supported",
            code="canonical.unknown_hash",
            hint="Name sha256 or sha384.",
            spec="RDFC-1.0, section 4.2",
        )
    dataset = list(dict.fromkeys(quads))
    labels = _Labelling(dataset, hash_algorithm, budget).labels()
    lines = sorted(
        line(
            Quad(
                labels.get(quad.subject, quad.subject),
                quad.predicate,
                labels.get(quad.object, quad.object),
                labels.get(quad.graph, quad.graph),
            )
        )
        for quad in dataset
    )
    return "".join(lines), labels


@dataclass(slots=True)
class _Issuer:
    """An identifier issuer (4.5): labels in the order in which they were asked for."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Labelling:
    """The canonicalization state (4.2) of one dataset."""

    def __init__(self, dataset: list[Quad], hash_algorithm: HashAlgorithm, budget: int | Budget) -> None:
        self._hasher = hashlib.sha384 if hash_algorithm == "sha384" else hashlib.sha256
        self._mentions: dict[str, list[Quad]] = defaultdict(list)
        for quad in dataset:
            for node in dict.fromkeys((quad.subject, quad.object, quad.graph)):
                if node.startswith("_:"):
                    self._mentions[node].append(quad)
        self._canonical = _Issuer("_:c14n")
        self._first: dict[str, str] = {}
        self._spend = (Budget(budget) if isinstance(budget, int) else budget).spend

    def labels(self) -> dict[str, str]:
        """Run 4.4.3 and return the canonical label of every blank node."""
        # 3. Group the blank nodes by their first degree hash.
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node in self._mentions:
            by_hash[self._hash_first_degree(node)].append(node)
        # 4. Where a hash is unique, its place in the order is the label.
        tied = []
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self._canonical.issue(by_hash[digest][0])
            else:
                tied.append(digest)
        # 5. The others are told apart by their neighbours, and theirs.
        for digest in tied:
            results = []
            for node in by_hash[digest]:
                if node not in self._canonical.issued:
                    issuer = _Issuer("_:b")
                    issuer.issue(node)
                    results.append(self._hash_n_degree(node, issuer))
            for _, issuer in sorted(results, key=lambda result: result[0]):
                for node in issuer.issued:
                    self._canonical.issue(node)
        return self._canonical.issued

    def _hash(self, text: str) -> str:
        return self._hasher(text.encode()).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """Hash a blank node by the statements that mention it (4.6.3)."""

        def mask(term: str) -> str:
            if not term.startswith("_:"):
                return term
            return "_:a" if term == node else "_:z"

        lines = sorted(
            line(Quad(mask(q.subject), q.predicate, mask(q.object), mask(q.graph))) for q in self._mentions[node]
        )
        digest = self._hash("".join(lines))
        self._first[node] = digest
        return digest

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash a neighbour by where it stands (4.7.3)."""
        name = self._canonical.issued.get(related) or issuer.issued.get(related) or self._first[related]
        predicate = "" if position == "g" else quad.predicate
        return self._hash(f"{position}{predicate}{name}")

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash a blank node by the shortest way through its neighbourhood (4.8.3)."""
        # 1-3. Neighbours by the hash of where they stand.
        neighbours: dict[str, list[str]] = defaultdict(list)
        for quad in self._mentions[node]:
            for related, position in ((quad.subject, "s"), (quad.object, "o"), (quad.graph, "g")):
                if related.startswith("_:") and related != node:
                    self._spend(1)
                    neighbours[self._hash_related(related, quad, issuer, position)].append(related)
        # 4-5. For each hash in order, the least path over all orders of its neighbours.
        data = []
        for digest in sorted(neighbours):
            path, issuer = self._least_path(neighbours[digest], issuer)
            data += [digest, path]
        return self._hash("".join(data)), issuer

    def _least_path(self, group: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(group):
            self._spend(len(order))
            candidate = self._path(order, issuer.copy(), chosen[0] if chosen else "")
            if candidate is not None and (chosen is None or candidate[0] < chosen[0]):
                chosen = candidate
        if chosen is None:  # pragma: no cover - the first order is never given up
            raise AssertionError
        return chosen

    def _path(self, order: tuple[str, ...], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """Return the path for one order, or None once it is certain to be longer than the best."""
        path = ""
        recurse = []
        for related in order:
            label = self._canonical.issued.get(related)
            if label is None:
                if related not in issuer.issued:
                    recurse.append(related)
                label = issuer.issue(related)
            path += label
            if best and len(path) >= len(best) and path > best:
                return None
        for related in recurse:
            digest, deeper = self._hash_n_degree(related, issuer)
            path += f"{issuer.issue(related)}<{digest}>"
            issuer = deeper
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer
