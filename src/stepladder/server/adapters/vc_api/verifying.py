"""Verifying what a suite sends, with the options that it names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.model.strict_json import parse
from stepladder.server.adapters.vc_api import answers, contexts, envelopes
from stepladder.server.adapters.vc_api.status import own_list
from stepladder.server.flows.verifying import OwnDocumentsFirst, fetch_document
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django.http import JsonResponse

    from stepladder.credentials import VerificationReport
    from stepladder.credentials.dids import Resolved
    from stepladder.credentials.verification.presentation import PresentationReport
    from stepladder.server.adapters.vc_api.bodies import VerifyOptions
    from stepladder.server.adapters.vc_api.prefixes import Prefix


class _WithDemoLists(OwnDocumentsFirst):
    """As the server verifies, and the status lists of the demo keys without going out."""

    def status_list(self, url: str) -> Resolved:
        own = own_list(url)
        if own is None:
            return super().status_list(url)
        from stepladder.credentials.dids import Resolved

        return Resolved(document=own, source="fetched", retrieved_at=clock.now())


def resolver() -> OwnDocumentsFirst:
    """Return the resolver of the VC API."""
    return _WithDemoLists(fetch=fetch_document, clock=clock.now)


def verify_credential(prefix: Prefix, document: dict[str, Any], options: VerifyOptions) -> JsonResponse:
    """Answer whether a credential holds: 200, or 400 with every problem."""
    credential = envelopes.read(document)
    report = inspect(
        credential,
        policy=VerificationPolicy(accepted_suites=prefix.accepted),
        resolver=resolver(),
        at=clock.now(),
        store=contexts.store(),
    )
    problems = [answers.problem_details(each) for each in answers.failing(report, options.checks)]
    problems += _asked_of_proof([] if credential.jwt else credential.document.get("proof"), options)
    problems = problems or _not_held(report, options)
    more = {"credential": credential.document} if options.return_credential else {}
    if problems:
        return answers.refused(problems, report=report.as_dict(), **more)
    return answers.verified(report, options.checks, **more)


def verify_presentation(document: dict[str, Any], options: VerifyOptions) -> JsonResponse:
    """Answer whether a presentation and every credential in it holds: 200, or 400 with every problem.

    Its credentials may be secured in any way that is known here: a holder shows what they have.
    """
    from stepladder.credentials.verification.presentation import inspect_presentation

    if options.purpose not in {None, "authentication"}:
        raise Refusal(
            "A presentation is signed for authentication.",
            code="vc_api.option_unsupported",
            where="/options/expectedProofPurpose",
        )
    report = inspect_presentation(
        json.dumps(document, ensure_ascii=False).encode(),
        domain=options.domain,
        challenge=options.challenge,
        policy=VerificationPolicy(),
        resolver=resolver(),
        at=clock.now(),
        store=contexts.store(),
    )
    failed = [
        each
        for each in report.checks
        if each.outcome in {"failed", "indeterminate"} and each.code != "credentials.not_held"  # said of each below
    ]
    problems = [answers.problem_details(each) for each in failed]
    for inner in report.credentials:
        problems += [answers.problem_details(each) for each in answers.failing(inner, options.checks)]
    problems = problems or _not_held(report, options)
    more: dict[str, Any] = {"report": report.as_dict()}
    if options.return_credential:
        more["presentation"] = document
    if problems:
        return answers.refused(problems, **more)
    return answers.held(options.checks, **more)


def _not_held(report: VerificationReport | PresentationReport, options: VerifyOptions) -> list[dict[str, str]]:
    """Return the verdict as a problem where everything was asked and no check told one: what does not hold is a 400."""
    if report.held or options.checks:
        return []
    return [answers.mismatch(f"verify.{report.verdict}", report.sentence)]


def did_document(did: str) -> dict[str, Any]:
    """Return the document of a DID that needs no fetching; Refusal (404) for others."""
    known = OwnDocumentsFirst(clock=clock.now)
    try:
        found = parse(known.controller_document(did).document)
    except CredentialError as error:
        raise Refusal(
            f"{did[:200]} is not known here: {error.message}.", code=error.code, hint=error.hint, status=404
        ) from error
    assert isinstance(found, dict)  # noqa: S101 - the resolver gives documents
    return found


def _asked_of_proof(proofs: Any, options: VerifyOptions) -> list[dict[str, str]]:
    """Return where the proofs differ from what the verifier expects. What is compared is covered by the signature."""
    wanted = {"proofPurpose": options.purpose, "domain": options.domain, "challenge": options.challenge}
    asked = {name: value for name, value in wanted.items() if value is not None}
    if not asked:
        return []
    listed = proofs if isinstance(proofs, list) else [proofs]
    codes = {
        "proofPurpose": "proof.wrong_purpose",
        "domain": "proof.wrong_domain",
        "challenge": "proof.wrong_challenge",
    }
    differs = [
        name
        for name, value in asked.items()
        if not listed or not all(isinstance(each, dict) and _matches(each.get(name), value) for each in listed)
    ]
    return [
        answers.mismatch(codes[name], f"The proof's {name} is not the expected {asked[name]!r}") for name in differs
    ]


def _matches(found: Any, wanted: str) -> bool:
    """Tell whether a member is the wanted text, or a list that holds it (Data Integrity 1.0, section 4.4)."""
    return wanted in found if isinstance(found, list) else found == wanted
