"""What a verified credential earns its holder where they work: granted once, reversed when it is revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.errors import VerificationError
from stepladder.server.flows.holding import skills_shown, verify_held
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.rewards import services as rewards
from stepladder.server.workforce import selectors as workforce

if TYPE_CHECKING:
    from stepladder.credentials import VerifiedCredential
    from stepladder.server.wallet.models import HeldCredential
    from stepladder.server.workforce.models import Worker


def reward_sponsored(*, held: HeldCredential) -> int:
    """Apply the rules of the employers who approved this very step to the credential it brought; return the points.

    Only they: an employer who did not pay learns of a credential when its holder shares it, and not before.
    """
    sponsors = [
        worker
        for worker in workforce.workers_of(held.holder)
        if (request := workforce.open_request(worker=worker, achievement_iri=held.achievement_iri))
        and request.state == request.State.APPROVED
    ]
    if not sponsors:
        return 0
    try:
        verified = verify_held(held)
    except (VerificationError, Refusal):
        return 0
    return sum(reward_worker(worker=worker, verified=verified) for worker in sponsors)


def reward_worker(*, worker: Worker, verified: VerifiedCredential) -> int:
    """Apply the rules of a worker's employer to a verified credential; return the points that are new."""
    credential = verified.credential
    grants = rewards.grant(
        organisation=worker.organisation,
        worker_iri=worker_iri(worker),
        worker_name=worker.name,
        credential_iri=credential.id or "",
        credential_name=credential.name or credential.achievement_name or "",
        achievement_iri=credential.achievement_id or "",
        skill_uris=tuple(each.skill for each in skills_shown(verified)),
    )
    return sum(each.points for each in grants)


def worker_iri(worker: Worker) -> str:
    """Return the name by which the ledger knows a worker."""
    return f"urn:uuid:{worker.pk}"
