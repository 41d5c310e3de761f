"""Who is there when the demo begins: the cast, three issuers on the operator's list, and one employer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.accounts import services as accounts
from stepladder.server.flows.listing import list_own_issuer
from stepladder.server.kernel import clock
from stepladder.testing.cast import CAST, EMPLOYER, ISSUERS

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement

BEGAN_DAYS_AGO = 200


@dataclass(slots=True, kw_only=True)
class Demo:
    """What the story has so far: people and organisations by their key in the cast, achievements by offer."""

    people: dict[str, Person]
    issuers: dict[str, Organisation]
    owners: dict[str, Person]
    employer: Organisation
    achievements: list[Achievement] = field(default_factory=list)


def found_organisations(today: datetime) -> Demo:
    """Make the cast, the issuers with their keys, the employer, and the operator's trust list."""
    with clock.frozen(today - timedelta(days=BEGAN_DAYS_AGO)):
        people = {
            part.key: accounts.add_person(
                email=part.email, name=part.name, demo_key=part.key, is_operator=part.key == "operator"
            )
            for part in CAST.values()
        }
        owners = {"college": people["registrar"], "guild": people["assessor"], "academy": people["registrar"]}
        issuers = {
            body.key: accounts.add_organisation(
                owner=owners[body.key],
                name=body.name,
                url=body.url,
                country=body.country,
                description=body.words,
                issues=True,
            )
            for body in ISSUERS
        }
        employer = accounts.add_organisation(
            owner=people["manager"],
            name=EMPLOYER.name,
            url=EMPLOYER.url,
            country=EMPLOYER.country,
            description=EMPLOYER.words,
            employs=True,
        )
        for issuer in issuers.values():
            list_own_issuer(actor=people["operator"], organisation=issuer, source="Made by the demo")
    return Demo(people=people, issuers=issuers, owners=owners, employer=employer)
