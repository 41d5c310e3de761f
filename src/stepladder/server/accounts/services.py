"""Writes of people and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from stepladder.server.accounts.models import Membership, Organisation, Person
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def add_person(
    *, email: str, name: str, password: str | None = None, demo_key: str = "", is_operator: bool = False
) -> Person:
    """Make a person on somebody's word that the address is theirs; without a password they set one by mail first."""
    person = Person.objects.create_user(
        email=email,
        password=password,
        name=name,
        demo_key=demo_key,
        is_operator=is_operator,
        address_proved_at=clock.now(),
    )
    audit.record(actor=str(person.pk), action="person.added", subject=str(person.pk))
    return person


@transaction.atomic
def make_operator(*, person: Person) -> Person:
    """Give somebody the operator's desk; whoever can run commands on the machine decides that."""
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    audit.record(actor="system", action="operator.made", subject=str(person.pk))
    return person


@transaction.atomic
def note_address_proved(*, person: Person) -> Person:
    """Note that the person has used something that only their mailbox had, such as the link of a claim."""
    if person.address_proved_at is None:
        person.address_proved_at = clock.now()
        person.save(update_fields=["address_proved_at"])
        audit.record(actor=str(person.pk), action="address.proved", subject=str(person.pk))
    return person


@transaction.atomic
def add_organisation(
    *,
    owner: Person,
    name: str,
    url: str = "",
    country: str = "",
    description: str = "",
    issues: bool = False,
    employs: bool = False,
) -> Organisation:
    """Make an organisation; its maker owns it."""
    if not name.strip():
        raise Refusal(
            "The organisation has no name.", code="organisation.no_name", hint="Give it the name that learners know."
        )
    organisation = Organisation.objects.create(
        name=name.strip(),
        slug=_free_slug(name),
        url=url,
        country=country.upper(),
        description=description,
        issues=issues,
        employs=employs,
    )
    Membership.objects.create(person=owner, organisation=organisation, access=Membership.Access.OWNER)
    audit.record(actor=str(owner.pk), action="organisation.added", subject=str(organisation.pk))
    return organisation


@transaction.atomic
def name_country(*, actor: Person, organisation: Organisation, country: str) -> Organisation:
    """Say in which country an organisation is at home (ISO 3166-1, two letters), where nobody has said it yet."""
    if not organisation.country and country:
        organisation.country = country.upper()
        organisation.save(update_fields=["country"])
        audit.record(
            actor=str(actor.pk),
            action="organisation.country_named",
            subject=str(organisation.pk),
            detail={"country": organisation.country},
        )
    return organisation


@transaction.atomic
def give_access(*, actor: Person, person: Person, organisation: Organisation, access: Sequence[str]) -> None:
    """Give ``person`` the named accesses in the organisation; what they have already stays."""
    for each in access:
        Membership.objects.get_or_create(person=person, organisation=organisation, access=Membership.Access(each))
    audit.record(
        actor=str(actor.pk),
        action="membership.given",
        subject=str(organisation.pk),
        detail={"person": str(person.pk), "access": list(access)},
    )


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    slug, n = base, 2
    while Organisation.objects.filter(slug=slug).exists():
        slug, n = f"{base}-{n}", n + 1
    return slug
