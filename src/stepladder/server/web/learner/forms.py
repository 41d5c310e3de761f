"""What a learner types: jobs, degrees, a CV, what can be put into a goal, and work to hand in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CV_MOST = 40_000


class WorkForm(forms.Form):
    """A job, in the person's own words."""

    title = forms.CharField(
        label=_("What was your job?"),
        max_length=200,
        help_text=_("Your own words, for example: call centre agent"),
        error_messages={"required": _("Type what you were called.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    employer = forms.CharField(label=_("Where?"), max_length=200, required=False)
    from_year = forms.IntegerField(
        label=_("From year"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    )
    to_year = forms.IntegerField(
        label=_("To year"),
        required=False,
        help_text=_("Empty if you still do it"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class EducationForm(forms.Form):
    """A degree or certificate, as the person names it."""

    title = forms.CharField(
        label=_("Degree or certificate"),
        max_length=200,
        error_messages={"required": _("Type what stands on the paper.")},
    )
    institution = forms.CharField(label=_("From where?"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("Year"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    )


class CvForm(forms.Form):
    """A CV as text: read once, never kept."""

    text = forms.CharField(
        label=_("The text of your CV"),
        max_length=CV_MOST,
        strip=True,
        help_text=_("Paste it as it is. We read it once to find jobs and skills, and do not keep it."),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={
            "max_length": _(
                "This has %(show_value)d characters; we read at most %(limit_value)d. Paste the main part."
            ),
        },
    )


class ResourcesForm(forms.Form):
    """What somebody can put into a goal."""

    budget = forms.DecimalField(
        label=_("Budget in euros"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100_000),
        decimal_places=2,
        help_text=_("All courses together. 0 shows only what is free; empty means no limit."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )
    hours_per_week = forms.IntegerField(
        label=_("Hours a week for learning"),
        min_value=1,
        max_value=60,
        initial=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    deadline = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def resources(self) -> dict[str, Any]:
        """The cleaned values as the services take them."""
        budget = self.cleaned_data["budget"]
        return {
            "budget_cents": None if budget is None else int(budget * 100),
            "hours_per_week": self.cleaned_data["hours_per_week"],
            "deadline": self.cleaned_data["deadline"],
        }


class PlanForm(forms.Form):
    """How a plan is to be made; part of the page's address, so that it can be kept as a bookmark."""

    objective = forms.ChoiceField(
        label=_("Look for"),
        choices=[
            ("coverage", _("the most for my budget")),
            ("cost", _("the lowest price")),
            ("time", _("the fewest hours")),
            ("count", _("the fewest courses")),
        ],
        initial="coverage",
    )
    full = forms.BooleanField(
        label=_("Only a plan that closes everything"),
        required=False,
        help_text=_("If there is none, we say what is in the way."),
    )
    counting = forms.ChoiceField(
        label=_("Count as held"),
        choices=[("claims", _("what I say I can")), ("proof", _("only what is proved"))],
        initial="claims",
    )
    hours = forms.IntegerField(
        label=_("Hours a week"),
        min_value=1,
        max_value=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )


class WorkToHandInForm(forms.Form):
    """A piece of work: a text, a link, or both."""

    text = forms.CharField(
        label=_("Your work"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    link = forms.URLField(
        label=_("Link to your work"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("A page or file that the assessor can open"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("link"):
            raise forms.ValidationError(_("Write a text, or give a link."), code="work.empty")
        return data
