"""Writes about roles: begun from an occupation, then made the organisation's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel import audit
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce.models import Role, RoleRequirement
from stepladder.server.workforce.permissions import require_manager

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person

MOST_REQUIREMENTS = 120


@transaction.atomic
def add_role(
    *, actor: Person, organisation: Organisation, name: str, occupation_uri: str = "", target_seats: int = 0
) -> Role:
    """Make a role; from an occupation or role template it takes the skills. An empty role of that name is filled."""
    require_manager(actor, organisation)
    occupation = framework().occupation(occupation_uri) if occupation_uri else None
    title = name.strip() or (occupation.name if occupation else "")
    if not title:
        raise Refusal("The role has no name.", code="role.no_name", hint="Give it the name people use.")
    role = Role.objects.filter(organisation=organisation, name__iexact=title).first()
    if role is not None and (role.requirements.exists() or occupation is None):
        raise Refusal(
            f"There is already a role called {role.name}.",
            code="role.twice",
            hint="Give this one another name, or change that one.",
            status=409,
        )
    if role is None:
        role = Role(organisation=organisation, name=title[:160])
    role.target_seats = target_seats or role.target_seats
    if occupation is not None:
        role.occupation_uri, role.occupation_label = occupation.uri, occupation.name[:300]
    role.save()
    if occupation is not None:
        skills = framework().skills
        wanted = {item.skill: item for item in reversed((*occupation.essential, *occupation.optional))}
        RoleRequirement.objects.bulk_create(
            RoleRequirement(
                role=role,
                skill_uri=item.skill,
                skill_label=skills[item.skill].name[:300],
                essential=item.relation == "essential",
                weight=Decimal(str(round(item.weight, 2))),
            )
            for item in reversed(wanted.values())
        )
    audit.record(actor=str(actor.pk), action="role.added", subject=str(role.pk))
    return role


@transaction.atomic
def change_role(*, actor: Person, role: Role, name: str, target_seats: int) -> Role:
    """Rename a role or change how many seats are to be filled."""
    require_manager(actor, role.organisation)
    role.name, role.target_seats = name.strip() or role.name, target_seats
    try:
        with transaction.atomic():
            role.save(update_fields=["name", "target_seats"])
    except IntegrityError as error:
        raise Refusal(
            f"There is already a role called {name}.", code="role.twice", hint="Choose another name.", status=409
        ) from error
    audit.record(actor=str(actor.pk), action="role.changed", subject=str(role.pk))
    return role


@transaction.atomic
def require_skill(*, actor: Person, role: Role, skill_uri: str, essential: bool = True) -> RoleRequirement:
    """Let a role require a skill of the framework, or change whether it is essential."""
    require_manager(actor, role.organisation)
    skill = framework().skill(skill_uri)
    if role.requirements.exclude(skill_uri=skill.uri).count() >= MOST_REQUIREMENTS:
        raise Refusal(
            f"{role.name} already requires {MOST_REQUIREMENTS} skills.",
            code="role.too_many_skills",
            hint="Remove some first: a role with so many skills tells nobody what matters.",
        )
    requirement, _ = RoleRequirement.objects.update_or_create(
        role=role,
        skill_uri=skill.uri,
        defaults={
            "skill_label": skill.name[:300],
            "essential": essential,
            "weight": Decimal(1) if essential else Decimal("0.5"),
        },
    )
    audit.record(actor=str(actor.pk), action="role.skill_required", subject=str(role.pk), detail={"skill": skill.uri})
    return requirement


@transaction.atomic
def drop_requirement(*, actor: Person, role: Role, skill_uri: str) -> int:
    """Let a role no longer require a skill; return how many requirements went."""
    require_manager(actor, role.organisation)
    gone, _ = role.requirements.filter(skill_uri=skill_uri).delete()
    audit.record(actor=str(actor.pk), action="role.skill_dropped", subject=str(role.pk), detail={"skill": skill_uri})
    return gone
