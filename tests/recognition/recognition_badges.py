"""Badges for the tests of recognition: signed and verified for real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from stepladder.credentials import VerificationPolicy, VerifiedCredential, issue, verify
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import Achievement, AchievementSubject, Criteria, Profile, achievement_credential
from stepladder.credentials.model.micro_credential import Mention, MicroCredential, extend
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Skill

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WELD = "http://data.europa.eu/esco/skill/5c1b5ad7-3a4d-4a6e-9c56-0d2b0f4a8f11"
GRIND = "http://data.europa.eu/esco/skill/77f3c3c8-8f0e-4b6a-8d3c-2b5a4f7c9e22"
SEW = "urn:made:skill:2.A.1.b"


def made(**more: Any) -> Framework:
    return Framework.build(
        **{"name": "made", "version": "2", "title": "Made 2", **more},
        skills=[
            Skill(uri=WELD, label="weld metal", alternative_labels=("join by welding",)),
            Skill(uri=GRIND, label="grind metal", alternative_labels=("smooth metal",)),
            Skill(uri=SEW, label="sew leather"),
        ],
    )


def badge(
    *alignments: dict[str, Any],
    results: tuple[dict[str, Any], ...] = (),
    descriptions: tuple[dict[str, Any], ...] = (),
    tags: tuple[str, ...] = (),
    extension: MicroCredential | None = None,
    kind: str = "Badge",
) -> VerifiedCredential:
    """Return a badge with these members as they are written in JSON, signed and verified."""
    signer = InMemorySigner(bytes(range(32)))
    document = achievement_credential(
        id="urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        issuer=Profile(id=signer.controller, name="Guild"),
        achievement=Achievement(
            id="https://guild.example/metal",
            name="Metal",
            description="Works metal.",
            criteria=Criteria(narrative="Three seams."),
            achievement_type=kind,
            tags=tags,
        ),
        subject=AchievementSubject(id="did:example:learner"),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    if extension is not None:
        document = extend(document, extension, country="IE")
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    achievement["alignment"] = [{"type": ["Alignment"], **one} for one in alignments]
    if descriptions:
        achievement["resultDescription"] = [{"type": ["ResultDescription"], **one} for one in descriptions]
    if results:
        subject["result"] = [{"type": ["Result"], **one} for one in results]
    signed = issue(document, signer=signer, created=AT)
    return verify(signed, policy=VerificationPolicy(), resolver=DocumentResolver(), at=AT)


def extension(**more: Any) -> MicroCredential:
    """Return a complete extension for EU micro-credentials."""
    return MicroCredential(
        **{
            "notional_workload": timedelta(hours=20),
            "assessment_types": ["practicalDemonstration"],
            "participation": ["onSite"],
            "quality_assurance": [Mention(name="Academic board")],
            **more,
        }
    )
