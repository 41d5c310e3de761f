"""Whether it keeps the rules of its standards: VC Data Model by rules, Open Badges 3.0 and CLR 2.0 by our schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.proofs import Issue
from stepladder.credentials.schemas import violations
from stepladder.credentials.verification.checks import open_badges_rules, vc_rules
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.jwt_claims import conflicts, is_vc_jose_cose

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "schema"
_SHOWN = 5


def check(examination: Examination) -> CheckResult:
    """Return the first rule that is broken, with the others named in the message."""
    document, jwt = examination.document, examination.credential.jwt
    broken = [*vc_rules.broken(document), *open_badges_rules.broken(document)]
    told = {issue.where for issue in broken}
    broken += [
        Issue(code=one.code, message=one.message, where=one.where)
        for one in violations(document)
        if one.where not in told
    ]
    if jwt is not None:
        broken += conflicts(jwt, document)
        if is_vc_jose_cose(jwt) and "vc" in jwt.payload:
            broken.append(
                Issue(code="jwt.vc_claim", message="A token of type vc+jwt is the credential itself", where="/vc")
            )
    if not broken:
        return result(NAME, "passed", "ok", "It keeps the rules of its standards")
    message = "; ".join(f"{issue.message} ({issue.where})" for issue in broken[:_SHOWN])
    if len(broken) > _SHOWN:
        message += f"; and {len(broken) - _SHOWN} more"
    return result(NAME, "failed", broken[0].code, message, broken[0].where)
