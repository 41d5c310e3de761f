"""Who the issuer is, beyond holding a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.canonical.shapes import named
from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "issuer_identity"
_HOW = {
    "given": "its key document was handed over for this check, not fetched from there",
    "fetched": "its key document was fetched from there",
}


def check(examination: Examination) -> CheckResult:
    """Return how far the issuer is known: ``listed``, ``domain_proved``, or ``self_asserted``."""
    issuer = examination.credential.issuer_id or ""
    if not examination.signed_by_issuer:
        examination.issuer_identity = "self_asserted"
        return result(
            NAME, "not_applicable", "unknown", "Without a signature that holds nothing is known about who issued it"
        )
    if examination.policy.listed_name(issuer) is not None:
        examination.issuer_identity = "listed"
        return result(NAME, "passed", "listed", f"The issuer {named(issuer)} is on the list")
    how = _HOW.get(examination.proof.source)
    if how and issuer.startswith(("did:web:", "https://")):
        examination.issuer_identity = "domain_proved"
        code = "domain_given" if examination.proof.source == "given" else "domain_proved"
        return result(NAME, "passed", code, f"The key belongs to {named(issuer)}: {how}")
    if examination.proof.source == "redirected":
        examination.issuer_identity = "self_asserted"
        message = (
            f"The key document of {named(issuer)} came from another site, to which a redirect led: it proves nothing"
        )
        return result(NAME, "indeterminate", "redirected", message)
    if issuer.startswith(("did:key:", "did:jwk:")):
        examination.issuer_identity = "self_asserted"
        return result(
            NAME,
            "indeterminate",
            "self_asserted",
            "The issuer is known by its key alone, and anyone can make such a key and give it any name",
        )
    examination.issuer_identity = "self_asserted"
    return result(NAME, "indeterminate", "unknown", f"Nothing proves who {named(issuer)} is")
