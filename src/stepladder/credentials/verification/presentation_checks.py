"""The named checks of a presentation, and the verdict that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2
from stepladder.credentials.dids import same_identifier
from stepladder.credentials.model.reading import identifier_of
from stepladder.credentials.verification.checks.vc_rules import is_url, listed
from stepladder.credentials.verification.examination import result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.model.compact_jwt import CompactJwt
    from stepladder.credentials.proofs import ProofOutcome
    from stepladder.credentials.verification.report import CheckResult, Outcome
    from stepladder.credentials.verification.tree import Inside

_ANOTHER_OCCASION = {"proof.wrong_challenge": "challenge", "proof.wrong_domain": "domain"}
_OUT_OF_TIME = {"proof.expired": "expired", "proof.not_yet": "not_yet_valid"}
_WITHDRAWN = {"proof.key_revoked", "proof.key_expired", "proof.key_compromised"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A presentation as it was read, and the domain and challenge that the verifier asked for."""

    document: dict[str, Any]
    jwt: CompactJwt | None
    embedded: bool
    holder: str | None
    original: bytes
    domain: str | Collection[str] | None = None
    challenge: str | None = None


def checks_of(shown: Shown, proof: ProofOutcome, inside: Inside, store: ContextStore) -> tuple[CheckResult, ...]:
    """Return every named check, in order."""
    return (
        result("shape", "passed", "ok", "It has the shape of a presentation"),
        _schema(shown),
        _context(shown, store),
        _lossless(shown, proof),
        _proof(shown, proof),
        _holder_key(proof),
        _occasion("challenge", shown.challenge, proof),
        _occasion("domain", shown.domain, proof),
        _holder(shown, proof, inside),
        _credentials(inside),
    )


def verdict_of(checks: tuple[CheckResult, ...]) -> str:
    """Return the first verdict that applies."""
    by_name = {check.check: check for check in checks}
    return next(_applying(by_name), "authentic")


def _applying(by_name: dict[str, CheckResult]) -> Iterator[str]:
    proof, key = by_name["proof"], by_name["holder_key"]
    if proof.code == "proof.missing":
        yield "unsigned"
    if by_name["lossless"].outcome == "failed":
        yield "altered"
    if proof.outcome == "failed" and proof.code not in {*_ANOTHER_OCCASION, *_OUT_OF_TIME, *_WITHDRAWN}:
        yield "altered"
    if key.outcome == "failed" or (proof.outcome == "failed" and proof.code in _WITHDRAWN):
        yield "not_holders_key"
    if "indeterminate" in {proof.outcome, key.outcome, by_name["context"].outcome}:
        yield "could_not_check"
    if "failed" in {by_name["challenge"].outcome, by_name["domain"].outcome}:
        yield "another_occasion"
    if proof.code in _OUT_OF_TIME:
        yield _OUT_OF_TIME[proof.code]
    if by_name["schema"].outcome == "failed":
        yield "unreadable"


def _schema(shown: Shown) -> CheckResult:
    document = shown.document
    first = next(iter(listed(document.get("@context"))), None)
    if not isinstance(first, str) or first not in {CREDENTIALS_V1, CREDENTIALS_V2}:
        return result("schema", "failed", "context", f"The first @context must be {CREDENTIALS_V2}", "/@context/0")
    if "id" in document and not is_url(document["id"]):
        return result("schema", "failed", "id", "The presentation's id is not a single URL", "/id")
    if "holder" in document and not is_url(identifier_of(document["holder"])):
        return result("schema", "failed", "holder", "The holder has no id that is a URL", "/holder")
    if shown.jwt is not None:
        claims = {"iss": identifier_of(document.get("holder")), "jti": document.get("id")}
        for claim, said in claims.items():
            if claim in shown.jwt.payload and said is not None and shown.jwt.payload[claim] != said:
                message = f"The token's claim {claim!r} says something else than the presentation"
                return result("schema", "failed", "jwt.claim_mismatch", message, f"/{claim}")
    return result("schema", "passed", "ok", "It keeps the rules of its standard")


def _context(shown: Shown, store: ContextStore) -> CheckResult:
    """Look at the contexts of the presentation only: those of a credential are part of its own report."""
    for entry in listed(shown.document.get("@context")):
        if not isinstance(entry, str):
            message = "The presentation brings a context of its own, which could give its words any meaning"
            return result("context", "passed" if store.inline else "indeterminate", "inline", message, "/@context")
        if entry not in store:
            message = f"The context {entry} is not one whose exact text we know, and contexts are never fetched"
            return result("context", "indeterminate", "unpinned", message, "/@context")
    return result("context", "passed", "ok", "Every context is pinned")


def _lossless(shown: Shown, proof: ProofOutcome) -> CheckResult:
    if shown.jwt is not None:
        return result("lossless", "not_applicable", "whole_text", "The signature of a token covers its whole text")
    if not shown.embedded:
        return result("lossless", "not_applicable", "unsigned", "There is no signature that could cover anything")
    if proof.losses:
        loss = proof.losses[0]
        message = f"A member is not covered by any signature: {loss.message}"
        return result("lossless", "failed", loss.code, message, loss.where)
    return result("lossless", "passed", "ok", "The signature covers every member")


def _proof(shown: Shown, proof: ProofOutcome) -> CheckResult:
    if proof.finding == "missing":
        message = "Nobody signed it: it is a mere container, and anyone may have put these credentials into it"
        return result("proof", "failed", "proof.missing", message, "/proof" if shown.jwt is None else "")
    if proof.finding == "held":
        message = f"The signature ({proof.cryptosuite}) by {proof.verification_method} holds"
        return result("proof", "passed", "ok", message)
    later = {*_ANOTHER_OCCASION, *_OUT_OF_TIME, *_WITHDRAWN}
    issues = sorted(proof.issues, key=lambda issue: issue.code in later)
    if not issues:
        return result("proof", "failed", "not_covered", "The signature does not cover the whole document")
    message = "; ".join(dict.fromkeys(issue.message for issue in issues))
    outcome: Outcome = "indeterminate" if proof.finding == "unknown" else "failed"
    return result("proof", outcome, issues[0].code, message, issues[0].where)


def _holder_key(proof: ProofOutcome) -> CheckResult:
    if proof.finding == "missing":
        return result("holder_key", "not_applicable", "unsigned", "There is no signature")
    issue = proof.owner_issue
    if proof.owner == "held" and proof.source == "redirected":
        message = "The holder's key document came from another site, to which a redirect led, so it proves nothing"
        return result("holder_key", "indeterminate", "redirected", message)
    if proof.owner == "held":
        return result("holder_key", "passed", "ok", "The key is one that the holder presents with")
    code, where = (issue.code, issue.where) if issue else ("not_had", "")
    message = issue.message if issue else "The key could not be had, so nothing can be said about whose it is"
    return result("holder_key", "failed" if proof.owner == "broken" else "indeterminate", code, message, where)


def _occasion(name: str, asked: Any, proof: ProofOutcome) -> CheckResult:
    """Return whether the presentation names what the verifier asked for; only a signature that holds can say so."""
    if asked is None:
        message = f"Nobody asked for a {name}: whether it was made for somebody else, or shown before, cannot be told"
        return result(name, "not_applicable", "not_asked", message)
    for issue in proof.issues:
        if _ANOTHER_OCCASION.get(issue.code) == name:
            return result(name, "failed", issue.code, issue.message, issue.where)
    if proof.finding != "held":
        return result(
            name, "not_applicable", "not_proved", f"Without a signature that holds, the {name} proves nothing"
        )
    return result(name, "passed", "ok", f"It was made for the {name} that was asked for")


def _holder(shown: Shown, proof: ProofOutcome, inside: Inside) -> CheckResult:
    """Say whether the holder is the subject of what is shown. It need not be, so that never fails."""
    holder = shown.holder or proof.controller
    if proof.finding != "held" or proof.owner != "held" or not holder:
        message = "Who shows these credentials is not proved, so nothing ties them to their subject"
        return result("holder", "not_applicable", "not_proved", message)
    about = [one.report.credential.subject.get("id") for one in inside.reports if one.report.credential is not None]
    others = sum(not (isinstance(one, str) and same_identifier(one, holder)) for one in about)
    if not about:
        return result("holder", "not_applicable", "nothing", f"{holder} shows nothing that can be read")
    if others:
        message = f"{others} of {len(about)} credentials do not name the holder {holder} as the one they are about"
        return result("holder", "not_applicable", "not_subject", message)
    return result("holder", "passed", "subject", f"The holder {holder} is the one that every credential is about")


def _credentials(inside: Inside) -> CheckResult:
    reports, total = inside.reports, len(inside.reports) + inside.left_out
    if not total:
        return result("credentials", "not_applicable", "nothing", "There is no credential in it")
    broken = [one for one in reports if not one.holds and not one.undecided]
    undecided = sum(one.undecided for one in reports) + inside.left_out
    if broken:
        message = f"{len(broken)} of {total} credentials {'does' if len(broken) == 1 else 'do'} not hold"
        return result("credentials", "failed", "not_held", message, broken[0].where)
    if undecided:
        message = f"{undecided} of {total} credentials could not be checked"
        return result("credentials", "indeterminate", "could_not_check", message)
    parts = sum(not one.report.holds_inside for one in reports)
    more = f"; inside {parts} of them not everything does" if parts else ""
    return result("credentials", "passed", "ok", f"{total} of {total} credentials hold, each by itself{more}")
