"""Whether it is a credential at all (VC Data Model 2.0, section 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.verification.enveloped import type_names
from stepladder.credentials.verification.examination import result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "shape"


def check(document: dict[str, Any]) -> CheckResult:
    """Return whether the document has what makes a credential: contexts, the type, an issuer and a subject."""
    if "VerifiablePresentation" in type_names(document.get("vp", document)):
        return result(
            NAME,
            "failed",
            "presentation",
            "This is a presentation, in which a holder shows credentials, and not a credential itself: "
            "verify it as a presentation, or take the credentials out of it and verify each",
            "/type",
        )
    for member in ("@context", "type", "issuer", "credentialSubject"):
        if document.get(member) in (None, "", [], {}):
            return result(NAME, "failed", "missing", f"It has no {member}, so it is not a credential", f"/{member}")
    types = document["type"] if isinstance(document["type"], list) else [document["type"]]
    if "VerifiableCredential" not in types:
        return result(
            NAME, "failed", "type", "Its type does not say VerifiableCredential, so it is not a credential", "/type"
        )
    if not isinstance(document["issuer"], (str, dict)):
        return result(NAME, "failed", "issuer", "Its issuer is neither a URL nor an object", "/issuer")
    subjects = (
        document["credentialSubject"]
        if isinstance(document["credentialSubject"], list)
        else [document["credentialSubject"]]
    )
    if not all(isinstance(subject, dict) for subject in subjects):
        return result(NAME, "failed", "subject", "Its credentialSubject is not an object", "/credentialSubject")
    return result(NAME, "passed", "ok", "It has the shape of a credential")
