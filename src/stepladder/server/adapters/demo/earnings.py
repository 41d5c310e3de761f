"""Six months of awards: files of recipients, some of whom claim, share with their employer, and earn points."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.adapters.demo.company import give_account, people_in_role, role_skills
from stepladder.server.adapters.demo.points import reward_achievement
from stepladder.server.flows import awarding, claiming, revocation, sharing
from stepladder.server.flows.slips import waiting_claim
from stepladder.server.issuing.batches import COLUMNS, preview_batch
from stepladder.server.issuing.selectors import issued_by
from stepladder.server.kernel import clock
from stepladder.server.kernel.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from stepladder.server.accounts.models import Person
    from stepladder.server.adapters.demo.organisations import Demo
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.issuing.models import IssuedCredential

SEED = 180
# Days ago, whose role, how many are awarded, how many of them claim and share.
FILES = (
    (178, "Office network technician", 8, 3),
    (165, "Call centre agent", 24, 4),
    (150, "Sales representative", 16, 3),
    (131, "Office administrator", 14, 3),
    (118, "ICT help desk agent", 4, 3),
    (96, "Call centre agent", 20, 4),
    (74, "Bookkeeper", 12, 3),
    (55, "Customer service team leader", 10, 4),
    (33, "Sales representative", 14, 2),
    (12, "Call centre agent", 12, 2),
)
SHORT_LIVED = 1
REVOKED_DAYS_AGO = 9


def tell_awards(demo: Demo, today: datetime) -> None:
    """Award file by file, in the past; some have expired since, one is revoked and its reward reverses."""
    rng = random.Random(SEED)  # noqa: S311 - the demo is the same each time
    shared: list[IssuedCredential] = []
    used: set[Achievement] = set()
    shown = {each: {skill.target_url for skill in each.alignments.all()} for each in demo.achievements}
    for number, (days, role, awarded, claimed) in enumerate(FILES):
        people = people_in_role(demo, role)
        chosen = rng.sample(people, min(awarded, len(people)))
        achievement = _fitting(shown, role_skills(demo, role), used)
        with clock.frozen(today - timedelta(days=days)) as now:
            if number == SHORT_LIVED:
                achievement.valid_months = 3
                achievement.save(update_fields=["valid_months"])
            if number == 0:
                reward_achievement(demo, achievement, points=150)
            credentials = _award(demo, achievement, chosen, f"awards-{number + 1}.csv")
            now.move(timedelta(days=2))
            for each in credentials[:claimed]:
                _claim_and_share(demo, each, until=today + timedelta(days=200))
            shared += credentials[:claimed]
    with clock.frozen(today - timedelta(days=REVOKED_DAYS_AGO)):
        taken = shared[0]
        owner = _owner(demo, taken.award.achievement)
        revocation.revoke(actor=owner, credential=taken, reason="The work was handed in by somebody else")


def _fitting(shown: Mapping[Achievement, set[str]], wanted: set[str], used: set[Achievement]) -> Achievement:
    """Return the unused achievement of the catalogue that shows most of what a role requires."""
    best = max((each for each in shown if each not in used), key=lambda each: len(shown[each] & wanted))
    used.add(best)
    return best


def _award(
    demo: Demo, achievement: Achievement, people: Sequence[tuple[str, str]], filename: str
) -> list[IssuedCredential]:
    owner = _owner(demo, achievement)
    table = write_csv(COLUMNS, [(name, email, "", "", "") for name, email in people])
    batch = preview_batch(
        actor=owner,
        organisation=achievement.organisation,
        achievement=achievement,
        data=table.encode(),
        filename=filename,
    )
    awarding.award_batch(actor=owner, batch=batch)
    batch.refresh_from_db()
    awarding.end_recall(batch=batch)
    return list(issued_by(achievement.organisation, batch=batch).order_by("award__recipient_name"))


def _claim_and_share(demo: Demo, credential: IssuedCredential, *, until: datetime) -> None:
    person = give_account(demo, credential.award.recipient_email)
    held = claiming.claim(person=person, claim=waiting_claim(credential))
    share = sharing.share(holder=person, credentials=[held], until=until, audience=demo.employer)
    sharing.accept(share=share, actor=demo.people["manager"])


def _owner(demo: Demo, achievement: Achievement) -> Person:
    return next(demo.owners[key] for key, issuer in demo.issuers.items() if issuer.pk == achievement.organisation_id)
