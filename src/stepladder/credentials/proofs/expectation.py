"""What a verifier expects of a signature: what it was made for, for whom, and by a key that was to be believed then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.proofs.outcome import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from stepladder.credentials.dids import VerificationMethod
    from stepladder.credentials.keys import PublicKey
    from stepladder.credentials.proofs.ownership import FoundKey, Ownership

ASSERTION, AUTHENTICATION = "assertionMethod", "authentication"
_MADE_FOR = {ASSERTION: "to assert a credential", AUTHENTICATION: "to show who presents"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The purpose of a signature, the domain and the challenge that it must name, and the keys that others hold.

    ``domain`` is one domain or several, compared as a set; None asks for none. ``compromised`` maps a verification
    method to the aware time from which its signatures are not believed.
    """

    purpose: str = ASSERTION
    domain: str | Collection[str] | None = None
    challenge: str | None = None
    compromised: Mapping[str, datetime] = field(default_factory=dict)

    def purpose_problem(self, purpose: Any, place: str) -> Issue | None:
        """Return the problem if the proof was made for something else."""
        if purpose == self.purpose:
            return None
        wanted = _MADE_FOR.get(self.purpose, "for what it is used for")
        return Issue(
            code="proof.wrong_purpose",
            message=f"The proof was made for {short(purpose)}, not {wanted} ({self.purpose})",
            where=f"{place}/proofPurpose",
        )

    def audience_problem(self, proof: dict[str, Any], place: str) -> Issue | None:
        """Return the problem if an embedded proof names another domain or challenge (VC Data Integrity 1.0, 4.4)."""
        written = _texts(proof.get("domain", []))
        if written is None or not isinstance(proof.get("challenge", ""), str):
            return Issue(code="proof.malformed", message="The proof's domain or challenge is no text", where=place)
        if self.domain is not None and written != _texts(self.domain):
            return _wrong("domain", proof.get("domain"), self.domain, f"{place}/domain")
        if self.challenge is not None and proof.get("challenge") != self.challenge:
            return _wrong("challenge", proof.get("challenge"), self.challenge, f"{place}/challenge")
        return None

    def token_problem(self, claims: dict[str, Any]) -> Issue | None:
        """Return the problem if a token is for others (``aud``) or answers another challenge (``nonce``).

        RFC 7519, section 4.1.3: whoever verifies must be among the audience; others may be, too.
        """
        audience = _texts(claims.get("aud", []))
        wanted = None if self.domain is None else _texts(self.domain)
        if wanted is not None and (audience is None or not wanted or not wanted <= audience):
            return _wrong("domain", claims.get("aud"), self.domain, "/aud")
        if self.challenge is not None and claims.get("nonce") != self.challenge:
            return _wrong("challenge", claims.get("nonce"), self.challenge, "/nonce")
        return None

    def withdrawn_key(self, found: FoundKey, owner: Ownership, created: datetime | None, place: str) -> Issue | None:
        """Return the problem if the key was revoked, expired or in others' hands when the signature says it was made.

        What the issuer's own document says of the key counts under whatever name the signature calls it: a thief may
        call a key of the issuer's by its did:key, which nobody can revoke. A signature that does not say when it was
        made counts as made today. One by a thief may say anything: only a revocation, or not trusting the key at all,
        helps against dates that lie.
        """
        for method in (found.method, *owner.entries):
            for kind, word, limit in self._limits(method, found.key):
                if limit is not None and created is not None and created < limit:
                    continue
                when = (
                    f"since {timestamp(limit)}, and the signature was made later" if limit else "at a time unreadable"
                )
                return Issue(code=f"proof.key_{kind}", message=f"The key {word} {when}", where=place)
        return None

    def _limits(self, method: VerificationMethod, key: PublicKey) -> Iterator[tuple[str, str, datetime | None]]:
        """Yield from when a key is not believed, and why; None for a time that cannot be read."""
        if method.revoked is not None:
            yield "revoked", "is not to be believed", parse_timestamp(method.revoked)
        if method.expires is not None:
            yield "expired", "was no longer valid", parse_timestamp(method.expires)
        since = self._compromised_since(method, key)
        if since is not None:
            yield "compromised", "is in the hands of others", since

    def _compromised_since(self, method: VerificationMethod, key: PublicKey) -> datetime | None:
        """Return the earliest time from which the key is not believed, under whichever name it is listed."""
        if not self.compromised:
            return None
        try:
            multikey = key.to_multikey()
        except UnsupportedError:
            multikey = ""
        times = [
            moment
            for name, moment in self.compromised.items()
            if same_identifier(name, method.id) or (multikey and name.rpartition("#")[2] == multikey)
        ]
        return min(times, default=None)


def _texts(value: Any) -> frozenset[str] | None:
    """Return one text or several as a set; None if there is anything else among them."""
    if isinstance(value, str):
        return frozenset({value})
    if not isinstance(value, (list, tuple, set, frozenset)) or not all(isinstance(one, str) for one in value):
        return None
    return frozenset(value)


def _wrong(name: str, found: Any, wanted: Any, where: str) -> Issue:
    shown = "none" if found is None else short(found)
    asked = wanted if isinstance(wanted, str) else ", ".join(sorted(wanted))
    return Issue(
        code=f"proof.wrong_{name}",
        message=f"The signature names the {name} {shown}, but {asked} was asked for",
        where=where,
    )
