"""What managers fill in; the rules behind it live in the services."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WorkerForm(forms.Form):
    """One person, by hand."""

    name = forms.CharField(max_length=200)
    number = forms.CharField(max_length=60, help_text="The number your payroll knows this person by.")
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    team: forms.ModelChoiceField[Any] = forms.ModelChoiceField(queryset=None, required=False, empty_label="No team")
    role: forms.ModelChoiceField[Any] = forms.ModelChoiceField(queryset=None, required=False, empty_label="No role yet")
    aims_at: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Aims at",
        empty_label="Nothing agreed",
        help_text="The role agreed as the next one.",
    )
    joined_on = forms.DateField(label="Start date", required=False, widget=_DATE)
    left_on = forms.DateField(
        label="Last day", required=False, widget=_DATE, help_text="From the day after, this person no longer counts."
    )

    def __init__(self, *args: Any, organisation: Organisation, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"team": organisation.teams, "role": organisation.roles, "aims_at": organisation.roles}
        for name, rows in choices.items():
            self.fields[name].queryset = rows.all()  # type: ignore[attr-defined]
        if new:
            del self.fields["aims_at"], self.fields["left_on"]
        else:
            self.fields["number"].disabled = True


class TeamForm(forms.Form):
    """A team's name."""

    name = forms.CharField(label="Name of the team", max_length=120)


class RoleForm(forms.Form):
    """A role's name and seats."""

    name = forms.CharField(label="Name of the role", max_length=160)
    target_seats = forms.IntegerField(
        label="Seats wanted",
        min_value=0,
        max_value=100_000,
        initial=1,
        help_text="How many people this role should have.",
    )


class BudgetForm(forms.Form):
    """The training budget, in whole money and cents."""

    amount = forms.DecimalField(
        label="Training budget", min_value=Decimal(0), max_value=Decimal(20_000_000), decimal_places=2
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        initial="EUR",
        help_text="Three letters, such as EUR.",
        error_messages={"invalid": "Write three letters."},
    )

    @property
    def cents(self) -> int:
        """Return the amount in cents."""
        return int(self.cleaned_data["amount"] * 100)


class RuleForm(forms.Form):
    """A reward rule: points for what was chosen on the search before."""

    name = forms.CharField(label="Name of the rule", max_length=160, help_text="Workers read it beside their points.")
    points = forms.IntegerField(min_value=1, max_value=100_000, initial=100)
    achievement = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    skill = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
