"""The schemas that a credential names itself by ``credentialSchema``: how each is had, and whether it is kept.

Three kinds are known: ``JsonSchema`` and ``JsonSchemaCredential`` (VC JSON Schema Specification), and
``1EdTechJsonSchemaValidator2019`` (1EdTech Credential Schema Validation 1.0). The texts that we ship are used as they
are. 1EdTech's own schemas have a licence of their own and are not shipped; in their place stand ours for the same
documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import ResolutionError, UnsupportedError
from stepladder.credentials.schemas import first_violation, pinned_schema, read_schema, violations_of
from stepladder.credentials.verification.checks.vc_rules import is_url
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.enveloped import type_names
from stepladder.credentials.verification.resource_digest import has_digest, keeps_digests

if TYPE_CHECKING:
    from stepladder.credentials.schemas import PinnedSchema, Violation
    from stepladder.credentials.verification.examination import Examination
    from stepladder.credentials.verification.report import Outcome

JSON_SCHEMA = "JsonSchema"
SCHEMA_CREDENTIAL = "JsonSchemaCredential"
ONE_EDTECH = "1EdTechJsonSchemaValidator2019"
KINDS = (JSON_SCHEMA, SCHEMA_CREDENTIAL, ONE_EDTECH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found of one named schema: an outcome, a code without its family, a sentence, and where."""

    outcome: Outcome
    code: str
    message: str
    where: str = ""


def judged(examination: Examination, entry: Any, where: str, *, share: int = 1) -> Judgement:
    """Return whether the credential keeps the schema that one entry of ``credentialSchema`` names.

    ``share`` is among how many schemas the work is divided that we do for one credential. What stands inside others is
    held against the schemas that we ship only.

    Raises CredentialError if that cannot be told: the schema was not to be had, or cannot be used.
    """
    kind = next((name for name in KINDS if name in type_names(entry)), "")
    url = entry["id"] if kind and isinstance(entry.get("id"), str) and is_url(entry["id"]) else ""
    if not url:
        required = examination.policy.schemas == "required"
        message = f"It names a schema of a kind that is not known here; known are {', '.join(KINDS)}"
        return Judgement(
            outcome="failed" if required else "indeterminate", code="unknown_type", message=message, where=where
        )
    ours = pinned_schema(url, examination.document)
    if ours is not None and ours.url == url:
        return _judged_ours(examination, ours, entry, where)
    data = _had(examination, url)
    if data is not None:
        schema = _schema_of(examination, data, entry, kind, where)
        if isinstance(schema, Judgement):
            return schema
        return _kept(first_violation(schema, examination.document, share=share), url, where)
    if ours is not None and not has_digest(entry):
        found = violations_of(ours, examination.document)
        return _kept(found[0] if found else None, f"our own schema for what {url} asks for", where)
    raise ResolutionError(
        f"The schema {url} was not asked for",
        code="named_schema.not_asked",
        hint="Let the verifier's policy ask for schemas, or hand over the document.",
        where=where,
    )


def _had(examination: Examination, url: str) -> bytes | None:
    """Return the text behind an address; None if the policy does not let us ask, or if ours stands in its place."""
    if examination.policy.schemas == "pinned" or examination.depth:  # inside there may be hundreds that name some
        return None
    try:
        found = examination.resolver.document(url)
    except ResolutionError:
        if pinned_schema(url, examination.document) is None:
            raise
        return None
    if found.source != "given" and not url.startswith("https://"):
        raise ResolutionError(
            "The schema was not fetched over https: anyone on the way could have made it",
            code="named_schema.unprotected",
            where=url,
        )
    return found.document


def _judged_ours(examination: Examination, ours: PinnedSchema, entry: dict[str, Any], where: str) -> Judgement:
    if not _keeps_all_digests(examination.document, entry, ours.url, ours.text()):
        return _differs(ours.url, where)
    found = violations_of(ours, examination.document)
    return _kept(found[0] if found else None, ours.url, where)


def _schema_of(
    examination: Examination, data: bytes, entry: dict[str, Any], kind: str, where: str
) -> dict[str, Any] | Judgement:
    """Return the schema in a text that was had, or the judgement on a text that is not what was named."""
    url = entry["id"]
    # 1. Its digests, before anything is read (VC JSON Schema, section 4.1).
    if not _keeps_all_digests(examination.document, entry, url, data):
        return _differs(url, where)
    # 2. The schema, as the specification asks.
    schema = _out_of_credential(examination, data, url) if kind == SCHEMA_CREDENTIAL else read_schema(data)
    problem = schema if isinstance(schema, str) else _not_as_specified(schema, kind, url)
    if isinstance(schema, str) or problem:
        return Judgement(outcome="failed", code="not_as_specified", message=problem, where=where)
    return schema


def _differs(url: str, where: str) -> Judgement:
    message = f"What {url} gives has another digest than the credential says"
    return Judgement(outcome="failed", code="digest_differs", message=message, where=where)


def _keeps_all_digests(document: dict[str, Any], entry: dict[str, Any], url: str, data: bytes) -> bool:
    related = document.get("relatedResource")
    about = [
        one
        for one in (related if isinstance(related, list) else [related])
        if isinstance(one, dict) and one.get("id") == url
    ]
    return all(keeps_digests(one, data) for one in (entry, *about))


def _kept(violation: Violation | None, name: str, where: str) -> Judgement:
    if violation is None:
        return Judgement(outcome="passed", code="kept", message=f"It keeps {name}", where=where)
    message = f"It does not keep {name}: {violation.message} ({violation.where or '/'})"
    return Judgement(outcome="failed", code="not_kept", message=message, where=violation.where or where)


def _not_as_specified(schema: dict[str, Any], kind: str, url: str) -> str:
    """Say what the specification asks of a schema and this one lacks; an empty text if nothing (sections 2 and 3)."""
    identifier = schema.get("$id")
    if kind == ONE_EDTECH:
        return ""
    if not is_url(identifier):
        return f"The schema at {url} has no $id that is a URL"
    if kind == JSON_SCHEMA and identifier != url:
        return f"The schema at {url} calls itself {str(identifier)[:200]}"
    if "$schema" not in schema:
        return f"The schema at {url} does not say by $schema which version it is"
    return ""


def _out_of_credential(examination: Examination, data: bytes, url: str) -> dict[str, Any] | str:
    """Return the schema that a credential holds, once that was verified by itself; or what it lacks (section 2.2)."""
    found = Credential.from_bytes(data)
    if found.id is None or not same_identifier(found.id, url):
        return f"The credential at {url} calls itself {str(found.id)[:200]}"
    if SCHEMA_CREDENTIAL not in found.types:
        return f"The credential at {url} is not of the type {SCHEMA_CREDENTIAL}"
    if examination.verify_other is None:
        raise UnsupportedError("No credential is looked at to check this one", code="named_schema.nested")
    report = examination.verify_other(found)
    broken = next((one for one in map(report.check, ("shape", "schema")) if one.outcome == "failed"), None)
    if broken is not None:
        return f"The credential at {url} is not one that holds a schema: {broken.message}"
    if not report.held:
        raise UnsupportedError(
            f"The credential at {url} that holds the schema is not to be relied on: {report.sentence}",
            code="named_schema.not_believed",
            spec="VC JSON Schema Specification, section 4.1",
        )
    return read_schema(json.dumps(found.subject.get("jsonSchema")).encode())
