"""How the VC API answers: what held, what did not and why, in the problem types of the standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse

from stepladder.server.kernel.http import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials import VerificationReport
    from stepladder.credentials.verification.report import CheckResult

_DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"
_SECURITY = "https://w3id.org/security#"
_STATUS = "https://www.w3.org/ns/credentials/status-list#"
# VC Data Model 2.0 (section 7.4), Data Integrity 1.0 (section 4.7), Bitstring Status List 1.0 (section 3.5).
_TYPES = {
    "shape": f"{_DATA_MODEL}PARSING_ERROR",
    "schema": f"{_DATA_MODEL}MALFORMED_VALUE_ERROR",
    "context": f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    "lossless": f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    "proof": f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    "issuer_key": f"{_SECURITY}PROOF_VERIFICATION_ERROR",
    "status": f"{_STATUS}STATUS_VERIFICATION_ERROR",
    "valid_from": f"{_DATA_MODEL}RANGE_ERROR",
    "valid_until": f"{_DATA_MODEL}RANGE_ERROR",
}
_CODES = {
    "status.range_error": f"{_STATUS}RANGE_ERROR",
    "status.length_error": f"{_STATUS}STATUS_LIST_LENGTH_ERROR",
    "status.malformed_entry": f"{_STATUS}MALFORMED_VALUE_ERROR",
    "resolve.unreachable": f"{_STATUS}STATUS_RETRIEVAL_ERROR",
    "proof.wrong_domain": f"{_SECURITY}INVALID_DOMAIN_ERROR",
    "proof.wrong_challenge": f"{_SECURITY}INVALID_CHALLENGE_ERROR",
}
# Which named checks of a report decide for which name in `options.checks`; the first list decides always.
ALWAYS = ("shape", "schema", "context", "lossless", "proof", "issuer_key", "recipient", "trust")
BY_NAME = {"proof": ALWAYS, "credentialStatus": ("status",), "expiration": ("valid_from", "valid_until")}


def issued(credential: dict[str, Any]) -> JsonResponse:
    """Answer 201 with what was issued."""
    return JsonResponse({"verifiableCredential": credential}, status=201)


def problem_details(check: CheckResult) -> dict[str, str]:
    """Return a check that did not pass as a problem of the standards' own types."""
    kind = _CODES.get(check.code) or _TYPES.get(check.check, f"urn:stepladder:problem:{check.code}")
    return {"type": kind, "title": f"{check.check}: {check.code}", "detail": check.message, "code": check.code}


def deciding(names: frozenset[str]) -> frozenset[str]:
    """Return the checks of a report that decide: all of them, or those that the caller named and the proof always."""
    chosen = names & BY_NAME.keys() or BY_NAME.keys()
    return frozenset(ALWAYS).union(*(BY_NAME[name] for name in chosen))


def failing(report: VerificationReport, names: frozenset[str]) -> Sequence[CheckResult]:
    """Return the checks that stand in the way: failed, or not to be told; a missing signature is one."""
    decides = deciding(names)
    return [
        each
        for each in report.checks
        if (each.check in decides and each.outcome in {"failed", "indeterminate"})
        or (each.check == "named_schema" and each.outcome == "failed")
        or (each.check == "proof" and each.outcome != "passed")
    ]


def verified(report: VerificationReport, names: frozenset[str], **more: Any) -> JsonResponse:
    """Answer 200: it holds; checks that were not asked for and did not pass are warnings."""
    noted = [
        each
        for each in report.checks
        if each.outcome in {"failed", "indeterminate"} and each.check != "issuer_identity"  # a did:key is always that
    ]
    return held(names, [problem_details(each) for each in noted], report=report.as_dict(), **more)


def held(names: frozenset[str], warnings: Sequence[dict[str, str]] = (), **more: Any) -> JsonResponse:
    """Answer 200 with what was checked and what is worth a warning."""
    body = {
        "verified": True,
        "checks": sorted(names & BY_NAME.keys() or BY_NAME.keys()),
        "warnings": list(warnings),
        "errors": [],
        "problemDetails": list(warnings),
        **more,
    }
    return JsonResponse(body)


def refused(problems: Sequence[dict[str, str]], **more: Any) -> JsonResponse:
    """Answer 400 with every problem; the first gives the answer its own code."""
    first = problems[0]
    return problem(
        status=400,
        code=first["code"],
        title="It does not hold",
        detail=first["detail"],
        verified=False,
        errors=[each["detail"] for each in problems],
        problemDetails=list(problems),
        **more,
    )


def mismatch(code: str, message: str) -> dict[str, str]:
    """Return a problem of the verifier's own expectations."""
    kind = _CODES.get(code, f"{_SECURITY}PROOF_VERIFICATION_ERROR")
    return {"type": kind, "title": f"proof: {code}", "detail": message, "code": code}
