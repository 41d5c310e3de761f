"""A signer, a credential of its own making, and what it takes to check it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stepladder.credentials import Credential, issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    achievement_credential,
)

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def at() -> datetime:
    return AT


@pytest.fixture(scope="session")
def signer() -> InMemorySigner:
    return InMemorySigner(bytes(range(32)))


@pytest.fixture(scope="session")
def stranger() -> InMemorySigner:
    return InMemorySigner(bytes(range(32, 64)))


def build(signer: InMemorySigner, name: str = "Example University", **more: Any) -> dict[str, Any]:
    """Build an unsigned credential that uses most of the model."""
    achievement = Achievement(
        id="https://badges.example.edu/achievements/welding",
        name="Welding, first steps",
        description="Joins two plates by a clean seam.",
        criteria=Criteria(narrative="Three seams, judged by an assessor."),
        achievement_type="MicroCredential",
        image=Image(id="https://badges.example.edu/images/welding.png"),
        alignments=[
            Alignment(
                target_url="http://data.europa.eu/esco/skill/0f8d5d5b-welding",
                target_name="weld metal",
                target_framework="ESCO",
                target_type="ceasn:Competency",
            )
        ],
        credits_available=2.5,
        tags=["welding", "metal"],
        in_language="en",
    )
    subject = AchievementSubject(
        id="did:example:learner", identifiers=[IdentityObject.hashed("mara@example.org", "salt-1")]
    )
    values: dict[str, Any] = {
        "id": "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        "issuer": Profile(id=signer.controller, name=name, url="https://www.example.edu"),
        "achievement": achievement,
        "subject": subject,
        "valid_from": datetime(2026, 1, 1, tzinfo=UTC),
        "evidence": [Evidence(id="https://portfolio.example.edu/1", name="Seam", narrative="A photograph.")],
    }
    return achievement_credential(**(values | more))


@pytest.fixture
def unsigned(signer: InMemorySigner) -> dict[str, Any]:
    return build(signer)


@pytest.fixture(scope="session")
def signed(signer: InMemorySigner) -> Credential:
    return issue(build(signer), signer=signer, created=AT)
