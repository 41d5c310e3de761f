"""The canonical forms of a secured document and of its proofs, with what they leave out (VC Data Integrity 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import Budget, canonical_form
from stepladder.credentials.canonical.jcs import serialize
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import MAX_VALUES
from stepladder.credentials.proofs.cryptosuites import suite_of
from stepladder.credentials.proofs.outcome import Issue

if TYPE_CHECKING:
    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.proofs.cryptosuites import Suite
    from stepladder.credentials.proofs.cryptosuites.suite import Digest

OWN_BUDGET = 3  # forms whose tied blank nodes may cost what those of a document may; all that follow share one budget
MAX_READ = 2 * MAX_VALUES

Form = tuple[str, tuple[Issue, ...]]


class Readings:
    """How much may still be read to judge one document: the values of each form count, whatever texts it is read with.

    A small document may have as many forms as its proofs need; one of 25,000 values is read twice.
    """

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MAX_READ

    def take(self, values: int) -> None:
        """Count one more reading; MalformedCredentialError (``canonical.too_many_forms``) if it would be too much."""
        self.left -= values
        if self.left < 0:
            raise MalformedCredentialError(
                f"The proofs need so many different readings of the document that it adds up to more than {MAX_READ:,} "
                "values",
                code="canonical.too_many_forms",
                where="/proof",
            )


class Forms:
    """The canonical forms of one document under one set of context texts, each made once.

    ``readings`` is shared by all that is made of the document.
    """

    def __init__(
        self,
        document: dict[str, Any],
        store: ContextStore,
        budget: Budget | None = None,
        readings: Readings | None = None,
    ) -> None:
        self.document = document
        self._unsecured = {key: value for key, value in document.items() if key != "proof"}
        self._store = store
        self._budget = budget
        self._readings = readings or Readings()
        self._size = _values_in(document)
        self._shared: Budget | None = None
        self._kept: dict[tuple[str, str], Form] = {}

    def of_document(self, suite: Suite, proof: dict[str, Any], digest: Digest) -> Form:
        """Return the document's form without its proof, but with the proofs that this one builds on, and its losses."""
        earlier = self._earlier_proofs(proof)
        way = "jcs" if suite.canonicalization == "jcs" else f"rdfc-{digest}"
        key = (way, repr(proof.get("previousProof")) + repr(proof.get("@context")))
        if key not in self._kept:
            self._readings.take(self._size)
            body = dict(self._unsecured)
            if suite.repeats_context and "@context" in proof:
                body["@context"] = proof["@context"]
            if earlier:
                body["proof"] = earlier if suite.canonicalization == "jcs" else [self._plain(one) for one in earlier]
            self._kept[key] = self._form(suite, body, "", digest)
        return self._kept[key]

    def of_proof(self, suite: Suite, proof: dict[str, Any], place: str, digest: Digest) -> Form:
        """Return the form of the proof without its value, read in the document's contexts, and its losses."""
        config = {key: value for key, value in proof.items() if key != "proofValue"}
        if suite.canonicalization == "rdfc":
            config["@context"] = self.document.get("@context")
        text, lost = self._form(suite, config, place, digest)
        if "@context" not in proof:
            return text, lost
        if not suite.repeats_context:
            message = "A context inside the proof leaves no trace in what is signed"
            lost = (*lost, Issue(code="lossless.not_covered", message=message, where=f"{place}/@context"))
        elif _listed(proof["@context"]) != _listed(self.document.get("@context")):
            message = "The document names a context that the proof does not, so it was added after signing"
            lost = (*lost, Issue(code="lossless.not_covered", message=message, where="/@context"))
        return text, lost

    def check_context(self, proof: dict[str, Any], place: str) -> None:
        """Refuse a proof whose own contexts are not the first ones of the document."""
        if "@context" in proof:
            own, outer = _listed(proof["@context"]), _listed(self.document.get("@context"))
            if outer[: len(own)] != own:
                raise MalformedCredentialError(
                    "The proof names other contexts than the document",
                    code="proof.wrong_context",
                    where=f"{place}/@context",
                )

    def _form(self, suite: Suite, body: dict[str, Any], place: str, digest: Digest) -> Form:
        if suite.canonicalization == "jcs":
            return serialize(body), ()
        form = canonical_form(body, store=self._store, budget=self._steps(), hash_algorithm=digest)
        lost = [Issue(code=loss.code, message=loss.message, where=place + loss.where) for loss in form.losses]
        lost += [
            Issue(
                code="lossless.disguised",
                message="The member is spelled in a way that readers overlook, although a signature could cover it",
                where=place + where,
            )
            for where in form.disguised
        ]
        return form.text, tuple(lost)

    def _plain(self, proof: dict[str, Any]) -> dict[str, Any]:
        """Return a JCS proof without the contexts that it repeats, as it signs them itself, and statements do not."""
        suite = suite_of(proof)
        repeated = "@context" in proof and _listed(proof["@context"]) == _listed(self.document.get("@context"))
        if suite is None or not suite.repeats_context or not repeated:
            return proof
        return {name: value for name, value in proof.items() if name != "@context"}

    def _steps(self) -> Budget | None:
        """Return the budget for one more form: its own for the first ones, then one for all that follow."""
        if self._budget is not None or len(self._kept) < OWN_BUDGET:
            return self._budget
        self._shared = self._shared or Budget()
        return self._shared

    def _earlier_proofs(self, proof: dict[str, Any]) -> list[dict[str, Any]]:
        if "previousProof" not in proof:
            return []
        wanted = _listed(proof["previousProof"])
        present = [
            other for other in _listed(self.document.get("proof")) if isinstance(other, dict) and other is not proof
        ]
        found = [other for other in present if isinstance(other.get("id"), str) and other["id"] in wanted]
        if not wanted or len({other.get("id") for other in found}) != len(wanted):
            raise MalformedCredentialError(
                "The proof builds on another proof that is not there", code="proof.chain_broken", where="/proof"
            )
        return found


def _values_in(document: Any) -> int:
    stack, seen = [document], 0
    while stack:
        item = stack.pop()
        seen += 1
        if isinstance(item, (dict, list)):
            stack.extend(item.values() if isinstance(item, dict) else item)
    return seen


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
