"""One verdict from all checks: the first that applies, in the order that the command line promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.credentials.verification.report import CheckResult

_LATER = (
    ("valid_until", "expired"),
    ("valid_from", "not_yet_valid"),
    ("trust", "untrusted_issuer"),
    ("schema", "unreadable"),  # signed as it is, but breaking the rules of credentials
    ("named_schema", "unreadable"),
)
_WITHDRAWN_KEY = frozenset({"proof.key_revoked", "proof.key_expired", "proof.key_compromised"})


def verdict_of(checks: tuple[CheckResult, ...], *, schemas_required: bool = False) -> str:
    """Return the verdict for a complete set of checks; with ``schemas_required`` named schemas must have been had."""
    by_name = {check.check: check for check in checks}
    found = next(_applying(by_name), "authentic")
    if found == "authentic" and schemas_required and by_name["named_schema"].outcome == "indeterminate":
        return "could_not_check"
    return found


def _applying(by_name: dict[str, CheckResult]) -> Iterator[str]:
    proof, key, status = by_name["proof"], by_name["issuer_key"], by_name["status"]
    yield from _signature(by_name, proof, key)
    yield from _status(status)
    for name, verdict in _LATER:
        check = by_name[name]
        if _failed(check) and check.code != f"{name}.not_a_time":  # a date that is none breaks the rules: unreadable
            yield verdict
    if status.outcome == "indeterminate":
        yield "status_too_old" if status.code == "status.too_old" else "could_not_check"


def _signature(by_name: dict[str, CheckResult], proof: CheckResult, key: CheckResult) -> Iterator[str]:
    if _failed(by_name["shape"]):
        yield "unreadable"
    if _failed(by_name["lossless"]) or (
        _failed(proof) and proof.code not in {"proof.missing", "proof.expired", *_WITHDRAWN_KEY}
    ):
        yield "altered"
    if proof.code == "proof.missing":
        yield "unsigned"
    if _failed(key) or (_failed(proof) and proof.code in _WITHDRAWN_KEY):
        yield "not_issuers_key"
    if any(by_name[name].outcome == "indeterminate" for name in ("context", "lossless", "proof", "issuer_key")):
        yield "could_not_check"


def _status(status: CheckResult) -> Iterator[str]:
    if _failed(status):
        yield "suspended" if status.code == "status.suspended" else "revoked"


def _failed(check: CheckResult) -> bool:
    return check.outcome == "failed"
