"""Writes of rewards: rules, grants that happen once, and reversals that leave a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.moving import Moved, Rename, move_rows
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.rewards.models import Grant, LedgerEntry, LedgerTransaction, RewardRule
from stepladder.server.rewards.permissions import require_manager
from stepladder.server.rewards.selectors import pool_account, worker_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.server.accounts.models import Organisation, Person

MOST_POINTS = 100_000


@transaction.atomic
def add_rule(
    *,
    actor: Person,
    organisation: Organisation,
    name: str,
    points: int,
    achievement_iri: str = "",
    skill_uri: str = "",
    skill_label: str = "",
) -> RewardRule:
    """Make a rule: points for a verified credential of one achievement, or of any that shows one skill."""
    require_manager(actor, organisation)
    if bool(achievement_iri) == bool(skill_uri):
        raise Refusal(
            "A rule rewards one micro-credential or one skill.",
            code="rule.no_cause",
            hint="Choose exactly one of the two.",
        )
    if not 1 <= points <= MOST_POINTS:
        raise Refusal(
            f"A rule gives between 1 and {MOST_POINTS:,} points, not {points:,}.",
            code="rule.points",
            hint="Change the number.",
        )
    if not name.strip():
        raise Refusal("The rule has no name.", code="rule.no_name", hint="Say in a few words what it rewards.")
    rule = RewardRule.objects.create(
        organisation=organisation,
        name=name.strip()[:160],
        points=points,
        achievement_iri=achievement_iri,
        skill_uri=skill_uri,
        skill_label=skill_label[:300],
    )
    audit.record(actor=str(actor.pk), action="reward_rule.added", subject=str(rule.pk), detail={"points": points})
    return rule


@transaction.atomic
def end_rule(*, actor: Person, rule: RewardRule) -> RewardRule:
    """End a rule: what it granted stays, nothing new comes."""
    require_manager(actor, rule.organisation)
    if rule.ended_at is None:
        rule.ended_at = clock.now()
        rule.save(update_fields=["ended_at"])
        audit.record(actor=str(actor.pk), action="reward_rule.ended", subject=str(rule.pk))
    return rule


@transaction.atomic
def grant(
    *,
    worker_iri: str,
    worker_name: str,
    organisation: Organisation,
    credential_iri: str,
    credential_name: str,
    achievement_iri: str,
    skill_uris: Iterable[str],
) -> tuple[Grant, ...]:
    """Apply each rule that fits to a credential, once per rule and credential; return the new grants.

    The values must come from a ``VerifiedCredential``: the flow in ``flows/rewarding.py`` is the caller.
    """
    if not credential_iri:
        return ()  # without a name of its own a credential cannot be told from another, nor revoked
    fits = Q(skill_uri__in=[uri for uri in skill_uris if uri])
    if achievement_iri:
        fits |= Q(achievement_iri=achievement_iri)
    rules = RewardRule.objects.filter(fits, organisation=organisation, ended_at=None).order_by("pk")
    made = []
    for rule in rules:
        try:
            with transaction.atomic():
                row = Grant.objects.create(
                    rule=rule,
                    worker_iri=worker_iri,
                    worker_name=worker_name[:200],
                    credential_iri=credential_iri,
                    credential_name=credential_name[:300],
                    points=rule.points,
                )
        except IntegrityError:  # somebody else granted it: that is the one grant
            continue
        _move(row, organisation, "grant", row.points)
        made.append(row)
    if made:
        audit.record(
            actor="rule",
            action="reward.granted",
            subject=credential_iri,
            detail={"grants": [str(row.pk) for row in made]},
        )
    return tuple(made)


@transaction.atomic
def reverse(*, credential_iri: str, because: str) -> int:
    """Reverse what a credential earned, once; return how many grants that were. Earlier entries stay."""
    rows = Grant.objects.select_for_update(of=("self",)).select_related("rule__organisation")
    undone = 0
    for row in rows.filter(credential_iri=credential_iri, reversed_at=None).order_by("pk"):
        row.reversed_at, row.reversed_because = clock.now(), because[:200]
        row.save(update_fields=["reversed_at", "reversed_because"])
        _move(row, row.rule.organisation, "reverse", -row.points)
        undone += 1
    if undone:
        audit.record(
            actor="rule",
            action="reward.reversed",
            subject=credential_iri,
            detail={"grants": undone, "because": because[:200]},
        )
    return undone


def _move(row: Grant, organisation: Organisation, kind: str, points: int) -> LedgerTransaction:
    """Write both sides of a movement: what one account gains, the other loses."""
    movement = LedgerTransaction.objects.create(organisation=organisation, grant=row, kind=kind)
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(transaction=movement, account=worker_account(organisation, row.worker_iri), points=points),
            LedgerEntry(transaction=movement, account=pool_account(organisation), points=-points),
        ]
    )
    return movement


@transaction.atomic
def move_names(*, skills: Sequence[Rename], reason: str) -> Moved:
    """Move rules to the names of a newer version of the framework, a step at a time.

    Two rules of skills that are one now both hold, as their employer made them: only the employer may end one.
    """
    done = move_rows(RewardRule.objects.all(), skills, uri="skill_uri", label="skill_label")
    if done.rows:
        audit.record(actor="system", action="rewards.names_moved", subject=reason, detail=done.as_dict())
    return done
