"""Signed badges: a JSON Web Signature by a key that the issuer's own profile names (Open Badges 2.0, SignedBadge)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.keys.pem import from_pem
from stepladder.credentials.model.older_badges import moment_of
from stepladder.credentials.model.reading import identifier_of, text_of
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.verification.examination import result
from stepladder.credentials.verification.older.links import with_links
from stepladder.credentials.verification.older.revocation import standing_in_list
from stepladder.credentials.verification.older.scope import same_origin
from stepladder.credentials.verification.older.standing import Standing, could_not

if TYPE_CHECKING:
    from stepladder.credentials.keys import PublicKey
    from stepladder.credentials.model.compact_jwt import CompactJwt
    from stepladder.credentials.verification.older.badge import OlderBadge
    from stepladder.credentials.verification.older.examining import Asked
    from stepladder.credentials.verification.older.links import Library
    from stepladder.credentials.verification.report import CheckResult

MAX_KEYS = 5
_TYPES = frozenset({"", "jwt", "jws", "jose"})
_UNKNOWN_OWNER = "The key could not be had, so nothing can be said about whose it is"


def signed(badge: OlderBadge, jwt: CompactJwt | None, library: Library, asked: Asked) -> Standing:
    """Return whether the signature holds, by a key of the issuer. Nothing in the header names or brings a key."""
    # 1. There is a signature, and of a kind that means what it says.
    problem = _header_problem(jwt)
    if jwt is None or problem is not None:
        missing = result("proof", "failed", "missing", "It says that it is signed, and no signature is there")
        nobody = result("issuer_key", "not_applicable", "unsigned", "There is no signature that counts")
        return Standing(badge=badge, proof=problem or missing, owner=nobody)
    # 2. What it is for, and the profile of its issuer.
    full, error = with_links(badge, library)
    if error is not None:
        return _unknown(full, could_not("proof", error), could_not("issuer_key", error))
    # 3. The keys that the issuer names.
    names = _key_names(full)
    if isinstance(names, str):
        owner = result("issuer_key", "failed", "proof.not_issuers_key", names, "/verification")
        return _unknown(
            full, result("proof", "indeterminate", "not_looked_at", "It was not checked with that key"), owner
        )
    # 4. The signature.
    proof, owner = _by_one_of(names, full, jwt, library, asked)
    if proof.outcome != "passed" or owner.outcome != "passed":
        return Standing(badge=full, proof=proof, owner=owner, given=library.given)
    # 5. Whether it was revoked.
    status, as_of = standing_in_list(full, library, asked)
    return Standing(badge=full, proof=proof, owner=owner, status=status, given=library.given, as_of=as_of)


def _header_problem(jwt: CompactJwt | None) -> CheckResult | None:
    """Return what the header says that no badge's may (RFC 7515, 4.1); ``jwk``, ``jku``, ``x5u`` are ignored."""
    if jwt is None:
        return None
    if jwt.header.get("alg") == "none" or not jwt.signature:
        return result("proof", "failed", "missing", "The token has no signature (alg: none)", "alg")
    for name, code in (("crit", "jwt.unknown_crit"), ("b64", "jwt.unencoded")):
        if name in jwt.header:
            message = f"The token demands {name} {short(jwt.header[name])}, which we do not know, so it is refused"
            return result("proof", "failed", code, message, name)
    typ = jwt.header.get("typ", "")
    if not isinstance(typ, str) or typ.lower() not in _TYPES:
        return result("proof", "failed", "jwt.wrong_type", f"The token's typ is {short(typ)}, which is no badge", "typ")
    return None


def _key_names(badge: OlderBadge) -> list[Any] | str:
    """Return the keys to try, each an address or an object of the profile, or in words why there is none.

    In 2.0 the profile lists the keys and the badge may name one of them. In 1.x the badge names the address of the key
    and the profile lists none: then it counts if it is on the website of the issuer. That was not asked in 1.x, but
    without it anyone could sign for anyone.
    """
    value = badge.issuer.get("publicKey")
    listed = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, (str, dict))]
    instructions = badge.verification
    named = identifier_of(instructions.get("creator")) or (
        text_of(instructions.get("url")) if badge.version != "2.0" else None
    )
    if named is None:
        return listed[:MAX_KEYS] or f"The issuer {short(badge.issuer_id)} names no key, and neither does the badge"
    for one in listed:
        if same_identifier(identifier_of(one) or "", named):
            return [one]
    if badge.version != "2.0" and not listed and same_origin(named, badge.issuer_id or ""):
        return [named]
    return f"The issuer {short(badge.issuer_id)} does not name the key {short(named)} as its own"


def _by_one_of(
    names: list[Any], badge: OlderBadge, jwt: CompactJwt, library: Library, asked: Asked
) -> tuple[CheckResult, CheckResult]:
    """Return the checks on signature and key for the first key that made the signature, or else for the last one."""
    algorithm = jwt.header.get("alg")
    owner = result("issuer_key", "indeterminate", "not_had", _UNKNOWN_OWNER)
    proof, fitting = owner, False
    for name in names:
        address = identifier_of(name) or ""
        try:
            key, keeper = _key(name, address, library)
        except CredentialError as error:
            proof, owner = could_not("proof", error), could_not("issuer_key", error)
            continue
        if keeper is not None and not same_identifier(keeper, badge.issuer_id or ""):
            message = f"The key {address} is owned by {short(keeper)}, not by the issuer {short(badge.issuer_id)}"
            owner = result("issuer_key", "failed", "proof.wrong_controller", message, address)
            proof = result("proof", "indeterminate", "not_looked_at", "It was not checked with that key")
            continue
        owner = result("issuer_key", "passed", "ok", f"The key {address} is one that the issuer names as its own")
        if algorithm in key.algorithms:
            fitting = True
            if key.holds(jwt.signature, jwt.signed):
                return _accepted(address, str(algorithm), badge, asked), owner
    if fitting:
        message = "The signature does not match: something was changed after signing"
        return result("proof", "failed", "signature_mismatch", message), owner
    if owner.outcome == "passed":
        message = f"The token says it is signed with {short(algorithm)}, but no key of the issuer signs that way"
        return result("proof", "failed", "jwt.algorithm_mismatch", message, "alg"), owner
    return proof, owner


def _key(name: Any, address: str, library: Library) -> tuple[PublicKey, str | None]:
    """Return a key and who owns it by its own document; PEM alone, as in 1.x, says nothing about that."""
    document = name
    if not isinstance(name, dict) or "publicKeyPem" not in name:
        data, _ = library.text(address)
        if data.lstrip()[:10].startswith(b"-----BEGIN"):
            return from_pem(data), None
        document = _key_in(parse(data), address)
    pem = document.get("publicKeyPem")
    if not isinstance(pem, str):
        raise MalformedCredentialError(
            "The key document has no publicKeyPem", code="key.malformed", where=address, spec="Open Badges 2.0"
        )
    return from_pem(pem), (identifier_of(document["owner"]) or "nobody") if "owner" in document else None


def _key_in(document: Any, address: str) -> dict[str, Any]:
    """Return the key of that address: the document itself, or one of those in the profile that it is."""
    if isinstance(document, dict):
        value = document.get("publicKey")
        inside = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
        for one in (document, *inside):
            if "publicKeyPem" in one and same_identifier(identifier_of(one) or address, address):
                return one
    raise MalformedCredentialError(
        f"What stands at {address} is not a key of that address", code="key.malformed", where=address
    )


def _accepted(address: str, algorithm: str, badge: OlderBadge, asked: Asked) -> CheckResult:
    """Return that the signature holds, unless the verifier asked for others or does not believe that key any more."""
    accepted = asked.policy.accepted_suites
    if accepted is not None and algorithm not in accepted:
        wanted = ", ".join(sorted(accepted)) or "none"
        message = f"The signature is of the kind {algorithm}, and only these were asked for: {wanted}"
        return result("proof", "indeterminate", "suite_not_accepted", message)
    made = moment_of(badge.assertion.get("issuedOn"), badge.version)
    for name, since in asked.policy.compromised_keys.items():
        if same_identifier(name, address) and (made is None or made >= since):
            message = f"The key is in the hands of others since {timestamp(since)}, and the signature was made later"
            return result("proof", "failed", "key_compromised", message)
    return result("proof", "passed", "ok", f"The signature ({algorithm}) by {address} holds")


def _unknown(badge: OlderBadge, proof: CheckResult, owner: CheckResult) -> Standing:
    return Standing(badge=badge, proof=proof, owner=owner)
