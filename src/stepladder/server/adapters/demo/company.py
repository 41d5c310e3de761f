"""The employer of the demo: 300 people from a CSV file, eight roles, an unverified baseline, a budget."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.accounts import services as accounts
from stepladder.server.accounts.selectors import person_by_email
from stepladder.server.adapters.demo.names import FIRST_NAMES, LAST_NAMES
from stepladder.server.kernel import clock
from stepladder.server.kernel.tables import write_csv
from stepladder.server.workforce import selectors
from stepladder.server.workforce import services as workforce
from stepladder.testing.cast import LEARNER

if TYPE_CHECKING:
    from datetime import date, datetime

    from stepladder.server.accounts.models import Person
    from stepladder.server.adapters.demo.organisations import Demo

SEED = 300
COLUMNS = ("number", "name", "email", "team", "role", "joined on", "skills")
PEOPLE = 300
_TEMPLATE = "urn:stepladder:role-template:"
HELP_DESK = "ICT help desk agent"
HELP_DESK_URI = "http://data.europa.eu/esco/occupation/aaeec9a7-dc57-4485-890c-86b3eef735f9"
CALL_CENTRE = "Call centre agent"
CALL_CENTRE_URI = f"{_TEMPLATE}call-centre-agent"
LEADER_URI = f"{_TEMPLATE}customer-service-team-leader"
# Role, what it is begun from, seats wanted, people in it, their teams.
ROLES = (
    (CALL_CENTRE, CALL_CENTRE_URI, 140, 148, ("Customer care", "Evening line")),
    (
        "Customer service team leader",
        LEADER_URI,
        14,
        12,
        ("Customer care", "Evening line"),
    ),
    (HELP_DESK, HELP_DESK_URI, 12, 4, ("ICT",)),
    ("Office network technician", f"{_TEMPLATE}network-technician", 8, 8, ("ICT",)),
    ("Office administrator", f"{_TEMPLATE}office-administrator", 44, 46, ("Back office",)),
    ("Bookkeeper", f"{_TEMPLATE}bookkeeper", 16, 15, ("Finance",)),
    ("Sales representative", f"{_TEMPLATE}sales-representative", 58, 55, ("Sales",)),
    ("Human resources assistant", f"{_TEMPLATE}human-resources-assistant", 12, 12, ("People and learning",)),
)
KNOWN_SHARE = 0.7
DOMAIN = "harbourline.example"


def found_company(demo: Demo, today: datetime) -> None:
    """Make the roles, take in the people from a file, and note what their roles let one expect."""
    manager, employer = demo.people["manager"], demo.employer
    with clock.frozen(today - timedelta(days=185)):
        for name, uri, seats, _people, _teams in ROLES:
            workforce.add_role(actor=manager, organisation=employer, name=name, occupation_uri=uri, target_seats=seats)
        table = write_csv(COLUMNS, _rows(demo, today.date()))
        kept = workforce.read_people_file(
            actor=manager, organisation=employer, data=table.encode(), filename="people.csv"
        )
        workforce.apply_people_import(actor=manager, people_import=kept)
        workforce.expect_from_roles(actor=manager, organisation=employer)
        workforce.set_budget(actor=manager, organisation=employer, amount_cents=2_500_000)
        learner = demo.people["learner"]
        worker = selectors.worker_of(organisation=employer, person=learner)
        if worker is not None:
            workforce.link_person(actor=manager, worker=worker, person=learner)


def _rows(demo: Demo, today: date) -> list[tuple[str, ...]]:
    """Return one row a person, the learner of the cast first; the same people for the same day.

    For most of them the file names some skills of their role: what the employer believes, not what is proved.
    """
    rng = random.Random(SEED)  # noqa: S311 - the demo is the same each time
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    chosen = iter(rng.sample(names, PEOPLE))
    labels = {
        role.name: [each.skill_label for each in role.requirements.all()] for role in selectors.roles_of(demo.employer)
    }
    rows: list[tuple[str, ...]] = []
    for role, _uri, _seats, count, teams in ROLES:
        for place in range(count):
            name = LEARNER.name if not rows else next(chosen)
            email = LEARNER.email if not rows else f"{name.lower().replace(' ', '.')}@{DOMAIN}"
            joined = today - timedelta(days=rng.randrange(200, 7000))
            believed = rng.sample(labels[role], rng.randrange(len(labels[role]))) if rng.random() < KNOWN_SHARE else []
            number, team = f"H{len(rows) + 1:04}", teams[place % len(teams)]
            rows.append((number, name, email, team, role, joined.isoformat(), "; ".join(believed)))
    return rows


def note_aim(demo: Demo, role: str) -> None:
    """Note that the learner of the cast aims at a role, as she told her manager."""
    worker = selectors.worker_of(organisation=demo.employer, person=demo.people["learner"])
    target = next(each for each in selectors.roles_of(demo.employer) if each.name == role)
    if worker is not None:
        workforce.change_worker(actor=demo.people["manager"], worker=worker, aims_at=target)


def people_in_role(demo: Demo, role: str) -> list[tuple[str, str]]:
    """Return (name, e-mail) of everybody in a role but the learner of the cast, by name."""
    workers = selectors.workers_in(demo.employer)
    others = (each for each in workers if each.role and each.role.name == role and each.email != LEARNER.email)
    return [(each.name, each.email) for each in others]


def give_account(demo: Demo, email: str) -> Person:
    """Make an account for one of the people and link it, as they would from their invitation; once is enough."""
    known = person_by_email(email)
    if known is not None:
        return known
    worker = next(each for each in selectors.workers_in(demo.employer) if each.email == email)
    person = accounts.add_person(email=worker.email, name=worker.name)
    workforce.link_person(actor=demo.people["manager"], worker=worker, person=person)
    return person


def role_skills(demo: Demo, role: str) -> set[str]:
    """Return the skills that a role requires, by their URIs."""
    found = next(each for each in selectors.roles_of(demo.employer) if each.name == role)
    return {each.skill_uri for each in found.requirements.all()}
