"""What a badge says at a glance is read from the signed document, whoever signed it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model.micro_credential_words import hours_words
from stepladder.server.catalog.models import Achievement
from stepladder.server.web.public.elements import glance_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.server

SIGNER = InMemorySigner(b"3" * 32)
ALL_OF_IT = "Its badges tell all that the EU asks of a micro-credential."
SAID = "Its issuer says that it tells all that the EU asks of a micro-credential."


@pytest.fixture
def foreign(repository: Path) -> dict[str, Any]:
    """Return the example of the reference page, as a stranger signs it."""
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)
    document: dict[str, Any] = json.loads(text)
    document["issuer"]["id"] = SIGNER.controller
    return document


def signed(document: dict[str, Any]) -> bytes:
    return issue(document, signer=SIGNER, created=datetime(2026, 3, 1, tzinfo=UTC)).original


def look(client: Client, data: bytes) -> str:
    answer = client.post("/verify/", {"file": SimpleUploadedFile("badge.json", data)})
    return words_of(answer.content.decode())


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.django_db
def test_a_strangers_micro_credential_is_shown_at_a_glance(client: Client, foreign: dict[str, Any]) -> None:
    shown = look(client, signed(foreign))
    for words in (
        "37.5 hours, 1.5 ECTS credits",
        "Level EQF 4",
        "Assessment Practical demonstration",
        "Supervision Supervised on site, identity checked",
        "Taking part Partly online, partly on site",
        "Quality Academic board of Northgate College: Reviewed each year. (internal)",
        "Evidence not stated",
        "Issuer’s country IE",
        "Counts towards Diploma in ICT support",
        "Earn first Help desk basics",
        "More about it https://college.example/courses/fault-finding",
        SAID,
    ):
        assert words in shown, words
    assert "Skills it names" not in shown, "a level is no skill"
    assert "Signed, but not by anyone known here" in shown


@pytest.mark.django_db
def test_what_was_changed_after_signing_is_not_shown_so(client: Client, foreign: dict[str, Any]) -> None:
    changed = json.loads(signed(foreign))
    changed["credentialSubject"]["achievement"]["notionalWorkload"] = "PT999H"
    shown = look(client, json.dumps(changed).encode())
    assert "999" not in shown
    assert SAID not in shown


@pytest.mark.django_db
def test_a_plain_badge_has_no_such_card(client: Client, award: Any) -> None:
    assert SAID not in words_of(client.get(f"/credentials/{award().pk}").content.decode())


@pytest.mark.django_db
def test_a_badge_of_this_server_keeps_what_was_signed(client: Client, college: Any, award: Any) -> None:
    rows = Achievement.objects.filter(pk=college.achievement.pk)
    rows.update(participation="blended", quality_assurance="Board of <b>1894</b>")
    college.achievement.refresh_from_db()
    credential = award()
    rows.update(participation="online", quality_assurance="Nobody any more", hours=99)
    html = client.get(f"/credentials/{credential.pk}").content.decode()
    shown = words_of(html)
    assert "20 hours" in shown
    assert "Taking part Partly online, partly on site" in shown
    assert "Board of &lt;b&gt;1894&lt;/b&gt;" in html
    assert "Counts towards Nothing else: it stands alone" in shown
    assert "Nobody any more" not in shown
    assert "99 hours" not in shown


@pytest.mark.django_db
def test_an_offer_shows_how_one_takes_part_and_who_sees_to_quality(client: Client, college: Any) -> None:
    Achievement.objects.filter(pk=college.achievement.pk).update(
        participation="work", quality_assurance="Reviewed each year.", identity_checked=True, ects="0.80"
    )
    shown = words_of(client.get(f"/catalogue/{college.achievement.slug}/").content.decode())
    assert "20 hours, 0.8 ECTS credits" in shown
    assert "Taking part At the workplace" in shown
    assert "Quality Reviewed each year." in shown
    assert "Supervision Not supervised, identity checked" in shown
    assert ALL_OF_IT in shown
    Achievement.objects.filter(pk=college.achievement.pk).update(quality_assurance="")
    assert ALL_OF_IT not in words_of(client.get(f"/catalogue/{college.achievement.slug}/").content.decode())


def test_words_of_others_are_shown_as_theirs_and_long_ones_cut(foreign: dict[str, Any]) -> None:
    achievement = foreign["credentialSubject"]["achievement"]
    achievement["assessmentType"] = ["https://school.example/kinds#concert", "quiz", "https://[", "urn:x:y"]
    achievement["qualityAssurance"] = [{"name": "long " * 900}]
    achievement["notionalWorkload"] = "PT20M"
    glance = glance_of(foreign)
    assert glance is not None
    assert glance["words"].assessment == "concert (school.example); Quiz; https://[; urn:x:y"
    assert len(glance["words"].quality) == 400
    assert glance["words"].workload == "20 minutes, 1.5 ECTS credits"


def test_hours_in_words() -> None:
    assert [hours_words(hours) for hours in (0.25, 1, 37.5, 40, 1234.0, 0.33333)] == [
        "15 minutes",
        "1 hour",
        "37.5 hours",
        "40 hours",
        "1234 hours",
        "20 minutes",
    ]
