"""The doors at which bytes of strangers come in, each as a function of any bytes at all.

A harness returns, or raises what is a fault: an exception that is none of ours, a verdict that nobody signed for, two
answers to the same question.
"""

from __future__ import annotations

import functools
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fuzz import seeds as made

from stepladder.credentials import Credential, VerificationPolicy, VerificationReport, bake, inspect, issue, unbake
from stepladder.credentials.canonical import canonical_form, jcs
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.dids.documents import ControllerDocument
from stepladder.credentials.dids.methods import derive, document_url, same_identifier
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.issuing import SECURINGS
from stepladder.credentials.keys import from_jwk, from_multikey, signer_from_key_document
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.model.strict_json import check_values, parse
from stepladder.credentials.proofs import verify_jwt
from stepladder.credentials.proofs.making import add_proof
from stepladder.credentials.proofs.tokens import sign_compact
from stepladder.credentials.status import StatusEntry, check_entry, check_revocation_list, decode_list
from stepladder.credentials.verification.presentation import inspect_presentation, is_presentation

if TYPE_CHECKING:
    from collections.abc import Callable

AT = made.AT
POLICY = VerificationPolicy(
    listed_issuers={made.SITE: "Example University"},
    recipient="mara@example.org",
    max_status_age=timedelta(days=400),
    compromised_keys={made.GUILD.verification_method: datetime(2030, 1, 1, tzinfo=UTC)},
    refresh=True,
)


class FaultError(AssertionError):
    """Something that must not happen did."""


def said(document: dict[str, Any]) -> frozenset[str]:
    """Return what a document says, apart from its proofs, as lines that do not depend on how JSON-LD is spelled.

    One value or a list of one, in any order; a text or an object with it as ``@value``; and a node with an id is one
    node, wherever it stands: RDF knows no places. This is written without the engine, which it is to judge.
    """
    lines: set[str] = set()
    _say({key: item for key, item in document.items() if key != "proof"}, lines)
    return frozenset(lines)


def _say(value: Any, lines: set[str]) -> str:
    """Return how others refer to a value, after writing the lines of the nodes in it."""
    if isinstance(value, list):
        items = sorted({_say(item, lines) for item in value})
        return items[0] if len(items) == 1 else f"[{', '.join(items)}]"
    if not isinstance(value, dict):
        return json.dumps(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    if "@value" in value and "@language" not in value:
        return _say(value["@value"], lines)
    members = sorted(
        f"{key}: {_say(item, lines)}"
        for key, items in value.items()
        for item in (items if isinstance(items, list) and key != "@context" else [items])
    )
    if not isinstance(value.get("id"), str):
        return f"{{{', '.join(members)}}}"
    lines.update(f"{value['id']} {member}" for member in members)
    return json.dumps(value["id"])


def _all_said(report: VerificationReport) -> set[frozenset[str]]:
    own = {said(report.credential.document)} if report.credential is not None else set()
    return own.union(*(_all_said(inner.report) for inner in report.inner))


@functools.cache
def known() -> frozenset[frozenset[str]]:
    """Return what was really signed: what says anything else must never be called authentic."""
    seeds, found = made.seeds(), set[frozenset[str]]()
    for data in (*seeds.signed, seeds.status_list, seeds.newer):
        found |= _all_said(inspect(data, resolver=seeds.resolver(), at=AT))
    return frozenset(found)


@functools.cache
def _payloads() -> frozenset[frozenset[str]]:
    tokens = made.seeds().inputs["token"]
    return frozenset(said(split(token.decode()).payload) for token in tokens)


def _shown(data: bytes) -> frozenset[str]:
    """Return what a presentation says, in whatever container it comes."""
    read = Credential.from_bytes(data)
    if "EnvelopedVerifiablePresentation" in read.types:
        return _shown(str(read.document["id"]).partition(",")[2].encode())
    return said(read.document if read.jwt is None else read.jwt.payload)


@functools.cache
def _presented() -> frozenset[frozenset[str]]:
    return frozenset(map(_shown, made.seeds().inputs["presentation"][:-1]))


def check_authentic(report: VerificationReport) -> None:
    """Raise if a report calls authentic what nobody signed."""
    if report.verdict == "authentic" and (report.credential is None or said(report.credential.document) not in known()):
        raise FaultError(f"authentic, and nobody signed it: {report.credential}")
    for inner in report.inner:
        check_authentic(inner.report)
    if report.replaced is not None:
        check_authentic(report.replaced)


def read_everything(report: VerificationReport) -> None:
    """Ask a report for all that an entrance may ask it for."""
    texts = (report.sentence, report.headline, report.next_step, report.title, report.name, report.domain)
    json.dumps([report.as_dict(), *texts, report.held, report.exit_code, report.signer]).encode()
    for inner in report.inner:
        read_everything(inner.report)


def _json_object(data: bytes) -> dict[str, Any]:
    value = parse(data)
    return value if isinstance(value, dict) else {"@context": value}


# ------------------------------------------------------------------ the doors


def reading(data: bytes) -> None:
    """Strict JSON says the same whichever way it is asked, and a credential answers every question about itself."""
    with suppress(CredentialError):
        credential = Credential.from_bytes(data)
        json.dumps([credential.summary(), credential.types, credential.plain_identities]).encode()
    with suppress(CredentialError):
        value = parse(data)
        check_values(value)
        if parse(json.dumps(value)) != value:
            raise FaultError("strict JSON does not read its own value again")
        text = jcs.serialize(value)
        if jcs.serialize(parse(text)) != text:
            raise FaultError("RFC 8785 text is no fixed point")


def inspecting(data: bytes) -> None:
    """A report on anything, and authentic only for what was signed."""
    report = inspect(data, policy=POLICY, resolver=made.seeds().resolver(), at=AT)
    read_everything(report)
    check_authentic(report)


def resigned(data: bytes) -> None:
    """A report on anything that a careless or malicious issuer signs."""
    document = _json_object(data)
    document.pop("proof", None)
    way = len(data) % 4
    if way < 2:
        suite = ("eddsa-rdfc-2022", "eddsa-jcs-2022")[way]
        signed = add_proof(document, signer=made.PUBLISHED, created=AT, store=ContextStore(), securing=suite)
        text = json.dumps(signed).encode()
    else:
        payload = {"vc": document, "iss": made.SITE} if way == 2 else document
        text = sign_compact({"typ": ("JWT", "vc+jwt")[way - 2]}, payload, made.PUBLISHED).encode()
    read_everything(inspect(text, policy=POLICY, resolver=made.seeds().resolver(), at=AT))


def presentation(data: bytes) -> None:
    """A report on any presentation: authentic only what its holder signed, and in it what its issuer signed."""
    is_presentation(data)
    asked: dict[str, Any] = {"policy": POLICY, "resolver": made.seeds().resolver(), "at": AT}
    report = inspect_presentation(data, domain=made.DOMAIN, challenge=made.CHALLENGE, **asked)
    json.dumps([report.as_dict(), report.sentence, report.held, report.exit_code, report.plainly_good]).encode()
    if report.verdict == "authentic" and _shown(data) not in _presented():
        raise FaultError("authentic, and no holder showed it")
    for one in report.credentials:
        read_everything(one)
        check_authentic(one)


def picture(data: bytes) -> None:
    """What comes out of a picture can be read or is refused; what goes in comes out."""
    with suppress(CredentialError):
        read_everything(inspect(unbake(data), resolver=made.seeds().resolver(), at=AT))
    text = made.seeds().signed[0]
    with suppress(CredentialError):
        if unbake(bake(data, text)) != text:
            raise FaultError("another credential came out of the picture than went in")


def canonical(data: bytes) -> None:
    """The form of a document does not depend on the order of its members, and the document stays as it was."""
    document = _json_object(data)
    before = json.dumps(document)
    form = canonical_form(document, store=ContextStore(), allow_inline_contexts=True)
    if json.dumps(document) != before:
        raise FaultError("the document was changed")
    if not form.losses:
        again = canonical_form(_reversed(document), store=ContextStore(), allow_inline_contexts=True)
        if again.text != form.text or again.losses:
            raise FaultError("another order of members has another form")


def status(data: bytes) -> None:
    """An entry and a list of any shape: a finding or a refusal."""
    with suppress(CredentialError):
        decode_list(data.decode("latin-1"))
    pair = _json_object(data)
    entry, document = pair.get("entry"), pair.get("list")
    with suppress(CredentialError):
        listed = document if isinstance(document, dict) else {}
        check_entry(StatusEntry.from_document(entry), listed)
    check_revocation_list(json.dumps(document).encode(), url=made.REVOCATIONS, issuer=made.SITE, credential_id="urn:x")


def keys(data: bytes) -> None:
    """Key documents, keys and identifiers of any shape."""
    text = data.decode("utf-8", "replace")
    for ask in (from_multikey, derive, document_url):
        with suppress(CredentialError):
            ask(text)
    if not same_identifier(text, text):
        raise FaultError("an identifier differs from itself")
    value = parse(data)
    for read in (from_jwk, signer_from_key_document):
        with suppress(CredentialError):
            read(value)
    document = ControllerDocument.from_document(value)
    for method in document.methods.values():
        with suppress(CredentialError):
            key = method.public_key()
            if from_jwk(key.to_jwk()) != key:
                raise FaultError("a key is another one as a JSON Web Key")


def token(data: bytes) -> None:
    """The header and payload of a token as they are, and signed anew: never held without the issuer's signature."""
    jwt = split(data.decode("ascii", "replace"))
    resolver = made.seeds().resolver()
    issuer = jwt.payload.get("iss")
    told = verify_jwt(jwt, issuer if isinstance(issuer, str) else None, resolver=resolver, at=AT)
    if told.finding == "held" and said(jwt.payload) not in _payloads():
        raise FaultError("a changed token held")
    header = {key: value for key, value in jwt.header.items() if key not in {"alg", "kid"}}
    again = sign_compact(header, jwt.payload, made.PUBLISHED).encode()
    read_everything(inspect(again, policy=POLICY, resolver=resolver, at=AT))


def issuing(data: bytes) -> None:
    """What is issued holds; everything else is refused."""
    securing = SECURINGS[len(data) % len(SECURINGS)]
    signer = {"ecdsa": made.P256}.get(securing.split("-")[0], made.SIGNER)
    document = _json_object(data)
    if isinstance(document.get("issuer"), dict):
        document["issuer"]["id"] = signer.controller
    elif "issuer" in document:
        document["issuer"] = signer.controller
    credential = issue(document, signer=signer, created=AT, securing=securing)
    report = inspect(credential.original, resolver=DocumentResolver(), at=AT)
    read_everything(report)
    broken = [
        one.check for one in report.checks if one.outcome == "failed" and one.check in {"proof", "lossless", "shape"}
    ]
    if broken:
        raise FaultError(f"it was issued, and {broken} failed")


def fetched(data: bytes) -> None:
    """Whatever a site answers, whatever was asked of it."""
    resolver = DocumentResolver(fetch=lambda _url: data, clock=lambda: AT)
    known_keys = DocumentResolver(
        fetch=lambda _url: data, clock=lambda: AT, issuer_documents=[made.packed(made.KEY_DOCUMENT)]
    )
    for asked in (resolver, known_keys):
        read_everything(inspect(made.seeds().signed[1], policy=POLICY, resolver=asked, at=AT))


HARNESSES: dict[str, Callable[[bytes], None]] = {
    "reading": reading,
    "inspect": inspecting,
    "resigned": resigned,
    "presentation": presentation,
    "picture": picture,
    "canonical": canonical,
    "status": status,
    "keys": keys,
    "token": token,
    "issue": issuing,
    "fetched": fetched,
}


def run(name: str, data: bytes) -> None:
    """Put ``data`` in at one door; our own errors are answers, everything else is raised."""
    with suppress(CredentialError):
        HARNESSES[name](data)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value
