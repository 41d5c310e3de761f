"""Reads of people and organisations; access is decided here, where the row is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from stepladder.server.accounts.adapter import address_confirmed
from stepladder.server.accounts.models import Membership, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

# What each access may do besides its own work: an owner may do everything in the organisation.
ISSUER_ACCESS = ("owner", "designer", "assessor", "awarder")
EMPLOYER_ACCESS = ("owner", "manager")


def person_by_email(email: str) -> Person | None:
    """Return the person with this e-mail address in any case."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def address_is_proved(person: Person) -> bool:
    """Say whether the e-mail address is known to be this person's.

    Anybody can sign up with anybody's address: until its mailbox has answered, nothing addressed to it is shown.
    """
    return person.address_proved_at is not None or address_confirmed(person)


def organisations_for(person: Person, *, issuing: bool = False, employing: bool = False) -> Sequence[Organisation]:
    """Return the organisations in which ``person`` may work as issuer or employer, by name."""
    accesses = {*(ISSUER_ACCESS if issuing else ()), *(EMPLOYER_ACCESS if employing else ())}
    mine = {"memberships__person": person, **({"memberships__access__in": accesses} if accesses else {})}
    rows = Organisation.objects.filter(**mine)  # one filter: the access must be this person's own
    if issuing:
        rows = rows.filter(issues=True)
    if employing:
        rows = rows.filter(employs=True)
    return list(rows.distinct().order_by("name"))


def organisation_for(
    person: Person,
    *,
    slug: str = "",
    access: Sequence[str] = ("owner",),
    issuing: bool = False,
    employing: bool = False,
) -> Organisation:
    """Return the organisation, if ``person`` has one of ``access`` (or is owner) in it; a stranger gets 404.

    Without ``slug``: the first organisation of that kind in which the person may work.
    """
    accesses = {*access, "owner"}
    rows = Organisation.objects.filter(memberships__person=person, memberships__access__in=accesses)
    if slug:
        rows = rows.filter(slug=slug)
    if issuing:
        rows = rows.filter(issues=True)
    if employing:
        rows = rows.filter(employs=True)
    found = rows.distinct().order_by("name").first()
    if found is None:
        raise Http404
    return found


def has_access(person: Person, organisation: Organisation, access: Sequence[str]) -> bool:
    """Say whether ``person`` has one of ``access`` in the organisation, or owns it."""
    return Membership.objects.filter(person=person, organisation=organisation, access__in={*access, "owner"}).exists()


def organisation_by_slug(slug: str) -> Organisation:
    """Return a public organisation by its slug, or 404."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def demo_people() -> Sequence[Person]:
    """Return the cast of the demo in the order they were made."""
    return list(Person.objects.exclude(demo_key="").order_by("joined_at", "id"))


def anybody() -> bool:
    """Say whether there is any account at all."""
    return Person.objects.exists()
