"""The rules of the VC Data Model 2.0 (and 1.1), as far as they can be checked without fetching anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.proofs import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_TYPED = ("credentialStatus", "credentialSchema", "evidence", "proof", "refreshService", "termsOfUse")
_NEED_ID = ("credentialSchema",)
# The graph that is signed is the same wherever a node's members stand, so they could be moved out of a reader's sight.
_OWN_MEMBERS = {
    "credentialStatus",
    "credentialSubject",
    "expirationDate",
    "issuanceDate",
    "issuer",
    "termsOfUse",
    "validFrom",
    "validUntil",
}


def broken(document: dict[str, Any]) -> Iterator[Issue]:
    """Yield every rule that the document breaks."""
    yield from _contexts(document)
    yield from _identifiers(document)
    yield from _times(document)
    yield from _typed_objects(document)
    yield from _related(document)
    yield from _texts(document)
    yield from _blank_labels(document)


def is_url(value: object) -> bool:
    """Tell whether a value is an absolute URL or DID."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def issue(code: str, message: str, where: str) -> Issue:
    """Return a broken rule; the code gets its family in front."""
    return Issue(code=f"schema.{code}", message=message, where=where)


def _contexts(document: dict[str, Any]) -> Iterator[Issue]:
    contexts = document.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    if first not in (CREDENTIALS_V1, CREDENTIALS_V2):
        yield issue("context", f"The first @context must be {CREDENTIALS_V2}", "/@context/0")
    elif not isinstance(contexts, list) and document.get("type") != "VerifiableCredential" and first == CREDENTIALS_V1:
        yield issue("context", "The @context of a VC 1.1 credential is a list", "/@context")
    if not all(isinstance(entry, dict) or is_url(entry) for entry in listed(contexts)):
        yield issue("context", "Each @context is a URL or an object", "/@context")
    named = [entry for entry in listed(contexts) if isinstance(entry, str)]
    if len(set(named)) < len(named):
        yield issue("context", "The @context names the same URL twice", "/@context")


def _identifiers(document: dict[str, Any]) -> Iterator[Issue]:
    issuer = document.get("issuer")
    if not is_url(issuer.get("id") if isinstance(issuer, dict) else issuer):
        yield issue(
            "issuer_id", "The issuer's id is not a URL", "/issuer/id" if isinstance(issuer, dict) else "/issuer"
        )
    if "id" in document and not is_url(document["id"]):
        yield issue("id", "The credential's id is not a single URL", "/id")
    for index, subject in enumerate(listed(document.get("credentialSubject"))):
        where = (
            f"/credentialSubject/{index}"
            if isinstance(document.get("credentialSubject"), list)
            else "/credentialSubject"
        )
        if not isinstance(subject, dict) or not subject:
            yield issue("subject", "The subject says nothing", where)
        elif "id" in subject and not is_url(subject["id"]):
            yield issue("subject_id", "The subject's id is not a single URL", f"{where}/id")
    for index, name in enumerate(listed(document.get("type"))):
        if not isinstance(name, str) or not name:
            yield issue("type", "Each type is a name", f"/type/{index}")


def _times(document: dict[str, Any]) -> Iterator[Issue]:
    v1 = CREDENTIALS_V1 in listed(document.get("@context"))[:1]
    names = ("issuanceDate", "expirationDate") if v1 else ("validFrom", "validUntil")
    for name in {*names, "validFrom", "validUntil"}:
        if name in document and parse_timestamp(document[name]) is None:
            yield issue("time", f"{name} is not a point in time with a zone, as in 2025-01-31T09:00:00Z", f"/{name}")
    if v1 and "issuanceDate" not in document and "validFrom" not in document:
        yield issue("time", "A VC 1.1 credential has an issuanceDate", "/issuanceDate")
    start, end = (parse_timestamp(document.get(name)) for name in names)
    if start is not None and end is not None and end < start:
        yield issue("time_order", f"{names[1]} is earlier than {names[0]}", f"/{names[1]}")


def _typed_objects(document: dict[str, Any]) -> Iterator[Issue]:
    for member in _TYPED:
        if member not in document:
            continue
        for index, item in enumerate(listed(document[member])):
            where = f"/{member}/{index}" if isinstance(document[member], list) else f"/{member}"
            if not isinstance(item, dict):
                yield issue("object", f"{member} is not an object", where)
                continue
            if not item.get("type") or not all(isinstance(name, str) for name in listed(item["type"])):
                yield issue("missing_type", f"{member} has no type", f"{where}/type")
            if member in _NEED_ID and not is_url(item.get("id")):
                yield issue("missing_id", f"{member} has no id that is a URL", f"{where}/id")
            elif "id" in item and not is_url(item["id"]):
                yield issue("id", f"The id of {member} is not a single URL", f"{where}/id")


def _related(document: dict[str, Any]) -> Iterator[Issue]:
    if "relatedResource" not in document:
        return
    seen = set()
    for index, item in enumerate(listed(document["relatedResource"])):
        where = f"/relatedResource/{index}" if isinstance(document["relatedResource"], list) else "/relatedResource"
        if not isinstance(item, dict) or not is_url(item.get("id")):
            yield issue("related_id", "A related resource has no id that is a URL", f"{where}/id")
            continue
        if item["id"] in seen:
            yield issue("related_twice", "A related resource is named twice", f"{where}/id")
        seen.add(item["id"])
        if not any(isinstance(item.get(name), str) and item[name] for name in ("digestSRI", "digestMultibase")):
            yield issue("related_digest", "A related resource has no digest", where)


def _texts(document: dict[str, Any]) -> Iterator[Issue]:
    for place, owner in (("", document), ("/issuer", document.get("issuer"))):
        for member in ("name", "description"):
            if isinstance(owner, dict) and member in owner and not _is_text(owner[member]):
                yield issue("text", f"{member} is neither a text nor a text with a language", f"{place}/{member}")


def _is_text(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) and _is_text(item) for item in value)
    if isinstance(value, dict):
        return isinstance(value.get("@value"), str) and set(value) <= {"@value", "@language", "@direction"}
    return isinstance(value, str)


def _blank_labels(document: dict[str, Any]) -> Iterator[Issue]:
    """Yield ids that are mere labels: a signature does not cover how they are spelled."""
    own = document.get("id")
    stack: list[tuple[Any, str, bool]] = [(document, "", True)]
    while stack:
        item, where, top = stack.pop()
        if isinstance(item, dict):
            if isinstance(item.get("id"), str):
                if item["id"].startswith("_:"):
                    yield issue("label", "An id is a mere label, which no signature covers", f"{where}/id")
                elif not top and item["id"] == own and _OWN_MEMBERS & item.keys():
                    yield issue("split", "Members of the credential are hidden in another place under its id", where)
            stack.extend((value, f"{where}/{key}", False) for key, value in item.items())
        elif isinstance(item, list):
            stack.extend((value, f"{where}/{index}", False) for index, value in enumerate(item))
