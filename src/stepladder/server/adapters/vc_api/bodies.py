"""Reading what a suite sends: strict JSON of the expected members, and options that are heeded or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.model.times import parse_timestamp
from stepladder.server.adapters.vc_api.status import PURPOSES
from stepladder.server.kernel.http import read_body
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.http import HttpRequest

    from stepladder.server.adapters.vc_api.prefixes import Prefix

MOST_BYTES = 1024 * 1024
CHECKS = ("proof", "credentialStatus", "status", "expiration")
_LONGEST = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOptions:
    """What ``credentials/issue`` was asked for beside the credential."""

    created: datetime | None = None
    expires: datetime | None = None
    credential_id: str | None = None
    status_purposes: tuple[str, ...] = ("revocation",)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions:
    """What ``credentials/verify`` and ``presentations/verify`` were asked for; no ``checks`` are all of them."""

    checks: frozenset[str] = field(default_factory=frozenset)
    purpose: str | None = None
    challenge: str | None = None
    domain: str | None = None
    return_credential: bool = False


def read_object(request: HttpRequest, *, members: Collection[str]) -> dict[str, Any]:
    """Return the JSON object of a request's body, of these members and no others.

    Raises Refusal (413, 415, ``vc_api.unknown_member``) and the library's own errors (``document.not_json``,
    ``document.duplicate_key`` …).
    """
    kind = (request.content_type or "").lower()
    if kind not in {"application/json", ""} and not kind.endswith("+json"):
        raise Refusal(
            f"The body is of type {kind[:80]}.", code="vc_api.not_json", hint="Send application/json.", status=415
        )
    try:
        data = read_body(request, most=MOST_BYTES)
    except RequestDataTooBig:
        raise Refusal(
            "The body is too large.",
            code="request.too_large",
            hint=f"Send up to {MOST_BYTES // 1024:,} KiB.",
            status=413,
        ) from None
    document = parse(data)
    if not isinstance(document, dict):
        raise MalformedCredentialError(
            "The body is not a JSON object", code="document.not_an_object", hint="Send one JSON object."
        )
    for name in document:
        if name not in members:
            raise _refused(name, "is not a member of this request", "", "unknown_member")
    return document


def member(body: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a member that must be there and an object; Refusal (``vc_api.missing_member``)."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise _refused(name, "must be there, and an object", "", "missing_member")
    return value


def issue_options(body: dict[str, Any], prefix: Prefix) -> IssueOptions:
    """Read the options of an issue request; Refusal (``vc_api.option_unsupported``) for what is not done here."""
    options = _options(body)
    for name in ("challenge", "domain"):
        if name in options:
            raise _refused(name, "belongs into the proof of a presentation: a credential is for every verifier")
    _only(options, ("created", "expires", "credentialId", "credentialStatus", "proofPurpose", "type", "cryptosuite"))
    _must_be(options, "proofPurpose", {"assertionMethod"})
    _must_be(options, "type", set() if prefix.enveloped else {"DataIntegrityProof"})
    _must_be(options, "cryptosuite", set() if prefix.enveloped else {prefix.securing})
    if prefix.enveloped and "expires" in options:
        raise _refused("expires", "is said in a Data Integrity proof, and a JWT has none")
    return IssueOptions(
        created=_time(options, "created"),
        expires=_time(options, "expires"),
        credential_id=_text(options, "credentialId"),
        status_purposes=_purposes(options),
    )


def verify_options(body: dict[str, Any]) -> VerifyOptions:
    """Read the options of a verify request; Refusal (``vc_api.option_unsupported``) for what is not done here."""
    options = _options(body)
    _only(options, ("checks", "expectedProofPurpose", "challenge", "domain", "returnCredential"))
    checks = options.get("checks", [])
    if not isinstance(checks, list) or not all(isinstance(each, str) for each in checks):
        raise _refused("checks", "is a list of names")
    if unknown := [each for each in checks if each not in CHECKS]:
        raise _refused("checks", f"names {unknown[0]!r}; known are {', '.join(CHECKS)}")
    given = options.get("returnCredential", False)
    if not isinstance(given, bool):
        raise _refused("returnCredential", "is true or false")
    return VerifyOptions(
        checks=frozenset("credentialStatus" if each == "status" else each for each in checks),
        purpose=_text(options, "expectedProofPurpose"),
        challenge=_text(options, "challenge"),
        domain=_text(options, "domain"),
        return_credential=given,
    )


def _options(body: dict[str, Any]) -> dict[str, Any]:
    options = body.get("options", {})
    if not isinstance(options, dict):
        raise _refused("options", "is an object", "", "missing_member")
    return options


def _only(options: dict[str, Any], known: Collection[str]) -> None:
    for name in options:
        if name not in known:
            raise _refused(name, "is not done here")


def _must_be(options: dict[str, Any], name: str, values: set[str]) -> None:
    if name in options and (not isinstance(options[name], str) or options[name] not in values):
        allowed = " or ".join(sorted(values)) or "nothing"
        raise _refused(name, f"can only be {allowed} under this prefix")


def _purposes(options: dict[str, Any]) -> tuple[str, ...]:
    if "credentialStatus" not in options:
        return ("revocation",)
    value = options["credentialStatus"]
    entries = value if isinstance(value, list) else [value]
    found = []
    for each in entries:
        if not isinstance(each, dict) or each.get("type") != "BitstringStatusListEntry":
            raise _refused("credentialStatus", "is of type BitstringStatusListEntry")
        purpose = each.get("statusPurpose", "revocation")
        if purpose not in PURPOSES or set(each) - {"type", "statusPurpose"}:
            raise _refused("credentialStatus", f"has a statusPurpose, one of {', '.join(PURPOSES)}, and no more")
        found.append(purpose)
    return tuple(dict.fromkeys(found))


def _time(options: dict[str, Any], name: str) -> datetime | None:
    if name not in options:
        return None
    value = parse_timestamp(options[name])
    if value is None:
        raise _refused(name, "is not a point in time with a zone, as in 2025-01-31T09:00:00Z")
    return value


def _text(options: dict[str, Any], name: str) -> str | None:
    value = options.get(name)
    if name in options and (not isinstance(value, str) or not value or len(value) > _LONGEST):
        raise _refused(name, f"is a text of up to {_LONGEST} characters")
    return value


def _refused(name: str, why: str, place: str = "/options", kind: str = "option_unsupported") -> Refusal:
    return Refusal(
        f"{name} {why}.",
        code=f"vc_api.{kind}",
        hint="What is heeded stands in docs/how-to/run-interoperability-suites.md; nothing is ignored in silence.",
        where=f"{place}/{name}" if place and name != "options" else f"/{name}",
    )
