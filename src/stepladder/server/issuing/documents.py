"""From an award to the unsigned Open Badges 3.0 credential.

Where every element that the EU asks of a micro-credential is known, and the operator lets it, the achievement carries
them in a form that programs can read (docs/reference/micro-credentials.md). Otherwise it is a plain badge, and its
criteria say in words what is known.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from stepladder.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    Result,
    achievement_credential,
)
from stepladder.credentials.model.micro_credential import Mention, MicroCredential, eqf_alignment, extend
from stepladder.credentials.status import status_entry
from stepladder.server.catalog.eu_list import eu_list_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.catalog.models import Achievement as AchievementRow
    from stepladder.server.issuing.models import Award, StatusList

# The words of the extension for those of the catalogue.
_ASSESSMENTS = {"quiz": "quiz", "submission": "assignment", "exam": "examination"}
_PARTICIPATIONS = {"online": "online", "on_site": "onSite", "blended": "blended", "work": "workplace"}


def credential_document(
    award: Award,
    *,
    iri: str,
    issuer: str,
    status: Sequence[tuple[StatusList, int]],
    valid_from: datetime,
    valid_until: datetime | None,
) -> dict[str, Any]:
    """Return the unsigned credential of an award (Open Badges 3.0, ``AchievementCredential``).

    ``issuer`` is the identifier that will sign it, ``status`` its lists and its index in each.
    """
    evidence = []
    if award.evidence_url or award.narrative:
        evidence.append(Evidence(id=award.evidence_url or None, narrative=award.narrative or None))
    document = achievement_credential(
        id=iri,
        name=award.achievement.name,
        issuer=issuer_profile(award.organisation, issuer),
        achievement=achievement_value(award.achievement),
        subject=AchievementSubject(identifiers=tuple(_identifiers(award)), results=_results(award.achievement)),
        valid_from=valid_from,
        valid_until=valid_until,
        status=[status_entry(each.iri, index, each.purpose) for each, index in status],
        evidence=evidence,
    )
    if not settings.EU_EXTENSION or not eu_list_of(award.achievement).complete:
        return document
    return extend(document, eu_elements(award.achievement), country=award.organisation.country)


def issuer_profile(organisation: Organisation, identifier: str) -> Profile:
    """Return the organisation as a credential names it, by the identifier that signs."""
    return Profile(
        id=identifier,
        name=organisation.name,
        url=organisation.url or None,
        description=organisation.description or None,
    )


def achievement_value(row: AchievementRow) -> Achievement:
    """Return the micro-credential as a credential carries it, its workload and assessment said in the criteria too."""
    return Achievement(
        id=row.iri,
        name=row.name,
        description=row.description,
        achievement_type="MicroCredential",
        criteria=Criteria(narrative=_criteria(row)),
        version=str(row.version),
        image=Image(id=f"{row.iri}/picture.png"),
        tags=("supervised",) if row.supervised else (),
        credits_available=float(row.ects) if row.ects else None,
        alignments=(*_skills(row), *([eqf_alignment(row.eqf_level)] if row.eqf_level else [])),
    )


def eu_elements(row: AchievementRow) -> MicroCredential:
    """Return what the EU asks of a micro-credential and Open Badges has no place for."""
    offer = getattr(row, "opportunity", None)
    before = offer.prerequisites.all() if offer else ()
    return MicroCredential(
        notional_workload=timedelta(seconds=round(row.hours * 3600)),
        credit_system="ects" if row.ects else None,
        assessment_types=(_ASSESSMENTS[row.assessment],),
        participation=(_PARTICIPATIONS[row.participation],),
        quality_assurance=(Mention(description=row.quality_assurance),),
        supervision="supervised" if row.supervised else "unsupervised",
        identity_verification="verified" if row.identity_checked else "notVerified",
        stackability="stackable" if row.counts_towards else "standAlone",
        counts_towards=(Mention(name=row.counts_towards),) if row.counts_towards else (),
        prerequisites=tuple(Mention(name=each.name, url=each.iri) for each in before),
        further_information=(Mention(url=offer.link),) if offer and offer.link else (),
    )


def _skills(row: AchievementRow) -> list[Alignment]:
    return [
        Alignment(
            target_url=each.target_url,
            target_name=each.target_name,
            target_framework=each.target_framework,
            target_type="ext:ESCOSkill" if "data.europa.eu/esco/" in each.target_url else None,
        )
        for each in row.alignments.all()
    ]


def _results(row: AchievementRow) -> tuple[Result, ...]:
    """Return that the assessment was passed, where there was one: without it nobody may call the skill assessed."""
    return () if row.assessment == row.Assessment.NONE else (Result(status="Completed"),)


def _criteria(row: AchievementRow) -> str:
    """Return what one must do, then what is known of the EU's elements: many readers show nothing else of a badge."""
    hours = f"{row.hours.normalize():f} hours"
    if row.ects:
        hours += f", {row.ects.normalize():f} ECTS credits"
    watched = f"{', supervised' if row.supervised else ''}{', identity checked' if row.identity_checked else ''}"
    known = [f"Workload: {hours}.", f"Assessment: {row.get_assessment_display()}{watched}."]
    if row.eqf_level:
        known.append(f"EQF level {row.eqf_level}.")
    for term, words in (
        ("Taking part", row.get_participation_display()),
        ("Quality", row.quality_assurance),
        ("Counts towards", row.counts_towards),
    ):
        if words.strip():
            known.append(f"{term}: {words.strip().rstrip('.')}.")
    return f"{row.criteria}\n\n{' '.join(known)}"


def _identifiers(award: Award) -> list[IdentityObject]:
    found = []
    if award.recipient_email:
        found.append(IdentityObject.hashed(award.recipient_email.lower(), secrets.token_hex(8)))
    if award.student_number:
        hashed = IdentityObject.hashed(award.student_number, secrets.token_hex(8))
        found.append(replace(hashed, identity_type="identifier"))
    found.append(IdentityObject(identity_hash=award.recipient_name, identity_type="name"))
    return found
