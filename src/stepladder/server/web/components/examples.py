"""What the page of components is filled with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.contrib.staticfiles.finders import find

from stepladder.server.web.components.navigation import PLACES, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKS = (
    {
        "check": "proof",
        "title": "Signature",
        "outcome": "passed",
        "code": "proof.held",
        "message": "The signature matches every word of the credential.",
    },
    {
        "check": "dates",
        "title": "Dates",
        "outcome": "failed",
        "code": "dates.expired",
        "message": "It was valid until 3 March 2025. Ask the issuer whether it was renewed.",
    },
    {
        "check": "status",
        "title": "Standing",
        "outcome": "indeterminate",
        "code": "status.list_unreachable",
        "message": "The issuer's status list did not answer. Try again, or check when you are online.",
    },
    {
        "check": "recipient",
        "title": "Whose it is",
        "outcome": "not_applicable",
        "code": "recipient.not_asked",
        "message": "You did not ask whether it belongs to one person.",
    },
)
BADGES = (
    {"name": "IT support foundations", "issuer": "Harbour College", "date": "Awarded 14 May 2026", "state": "valid"},
    {"name": "First aid at work", "issuer": "Red Lantern Training", "date": "2 June 2023", "state": "expired"},
    {"name": "Network cabling", "issuer": "Guild of Installers", "date": "9 January 2026", "state": "revoked"},
    {"name": "Customer conversations", "issuer": "Uploaded by you", "date": "2021", "state": "unknown"},
)
SKILLS = ("Solve ICT problems", "Create tickets", "Speak Dutch", "Use a ticketing system", "Explain simply")
PEOPLE: tuple[tuple[str, Sequence[str]], ...] = (
    ("Marta Lind", ("proof", "claim", "missing", "probable", "none")),
    ("Tomas Vega", ("proof", "proof", "lapsing", "claim", "missing")),
    ("Aylin Demir", ("claim", "missing", "missing", "proof", "proof")),
)


def icon_names() -> tuple[str, ...]:
    """Return the names of every icon in the sprite."""
    sprite = find("ui/icons.svg")
    return tuple(re.findall(r'<symbol id="([^"]+)"', Path(str(sprite)).read_text("utf-8")))


def places(desk: str) -> tuple[Place, ...]:
    """Return a desk's navigation as it will be when all its pages exist."""
    return tuple(
        Place(label=label, url=f"#{number}", current=number == 1) for number, (label, _name) in enumerate(PLACES[desk])
    )


class ExampleForm(forms.Form):
    """Every kind of Django field a page may hand to ``<c-field>``."""

    name = forms.CharField(label="Full name", help_text="As it should stand on the credential.")
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(label="Role you aim for", choices=[("", "Choose one"), ("desk", "ICT help desk agent")])
    story = forms.CharField(label="What did you do?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    pace = forms.ChoiceField(
        label="Hours a week",
        choices=[("2", "About 2"), ("5", "About 5"), ("10", "10 or more")],
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label="How you like to learn",
        choices=[("online", "Online"), ("place", "At a place")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="I agree that my employer sees this", help_text="You can withdraw it at any time.")
