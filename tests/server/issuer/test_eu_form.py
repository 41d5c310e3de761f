"""The designer's form says what is missing for the EU's list, and what is then signed."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.server.accounts.models import Organisation
from stepladder.server.catalog.models import Achievement

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.server

DESIGN = {
    "name": "Fault finding",
    "description": "Find what is broken.",
    "criteria": "Find eight of ten.",
    "hours": "12.5",
    "price": "0",
    "currency": "EUR",
    "assessment": "quiz",
    "colour": "blue",
    "emblem": "tool",
}
NEW = "/issuer/micro-credentials/new/"


@pytest.fixture
def desk(college: Any, signed_in: Any) -> Client:
    client: Client = signed_in(college.registrar)
    return client


def page(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_the_form_names_what_is_missing(desk: Client, college: Any) -> None:
    shown = page(desk.get(f"/issuer/micro-credentials/{college.achievement.pk}/"))
    assert "By the EU’s list: 9 of 11" in shown
    assert "Missing: how one takes part; who sees to its quality, and how." in shown
    assert "the country of your organisation" not in shown


def test_it_goes_by_what_stands_in_the_form_before_it_is_saved(desk: Client) -> None:
    typed = {**DESIGN, "participation": "on_site", "quality_assurance": "Our board.", "look": "picture"}
    assert "Complete by the EU’s list: 11 of 11" in page(desk.post(NEW, typed))
    assert "in a form that programs can read" in page(desk.post(NEW, typed))
    without = page(desk.post(NEW, {**typed, "assessment": "none", "hours": ""}))
    assert "By the EU’s list: 9 of 11" in without
    assert "Missing: the workload; an assessment." in without
    assert Achievement.objects.count() == 1


def test_where_badges_are_plain_it_says_so(desk: Client, settings: Any) -> None:
    settings.EU_EXTENSION = False
    typed = {**DESIGN, "participation": "on_site", "quality_assurance": "Our board.", "look": "picture"}
    shown = page(desk.post(NEW, typed))
    assert "Complete by the EU’s list: 11 of 11" in shown
    assert "this server issues plain Open Badges" in shown


def test_once_saved_it_says_how_many_there_are(desk: Client) -> None:
    saved = page(desk.post(NEW, {**DESIGN, "participation": "online"}, follow=True))
    assert "“Fault finding” is saved. By the EU’s list it has 10 of 11. Publish it when it is ready." in saved
    complete = {**DESIGN, "name": "Soldering", "participation": "online", "quality_assurance": "Our board."}
    assert "“Soldering” is saved. Publish it when it is ready." in page(desk.post(NEW, complete, follow=True))


def test_the_country_counts_as_soon_as_it_is_said(desk: Client, college: Any) -> None:
    Organisation.objects.filter(pk=college.organisation.pk).update(country="")
    address = f"/issuer/micro-credentials/{college.achievement.pk}/"
    assert "Missing: the country of your organisation; how one takes part" in page(desk.get(address))
    said = {**DESIGN, "participation": "online", "quality_assurance": "Our board.", "country": "ie"}
    assert "“Fault finding” is saved.</" in page(desk.post(address, said, follow=True)).replace(" <", "<")
    assert "Complete by the EU’s list: 11 of 11" in page(desk.get(address))
