"""Sharing: what, with whom, until when; and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stepladder.server.flows import sharing
from stepladder.server.flows.audiences import audiences_for
from stepladder.server.kernel import clock
from stepladder.server.wallet import selectors
from stepladder.server.web.learner.badges import tile

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation, Person

LINK = "link"
LONGEST = timedelta(days=730)


class ShareForm(forms.Form):
    """With whom and until when; the credentials are ticked beside it."""

    audience = forms.ChoiceField(label="With whom?", widget=forms.RadioSelect)
    audience_name = forms.CharField(
        required=False, max_length=200, label="A note for yourself", help_text="For a link: who you give it to."
    )
    until = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="You can withdraw it earlier at any time.",
    )

    def __init__(self, organisations: list[Organisation], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as Django takes them
        choices = [(each.slug, f"{each.name}, my employer") for each in organisations]
        self.fields["audience"].choices = [*choices, (LINK, "Anyone with the link")]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_until(self) -> datetime:
        """Return the end of that day."""
        until = datetime.combine(self.cleaned_data["until"], time(23, 59, 59), tzinfo=UTC)
        now = clock.now()
        if until <= now:
            raise forms.ValidationError("Choose a day that is not over yet.")
        if until > now + LONGEST:
            raise forms.ValidationError("Choose a day within two years; you can share again then.")
        return until


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shares(request: HttpRequest) -> HttpResponse:
    """Show what is shared; share more."""
    person = cast("Person", request.user)
    organisations = {each.slug: each for each in audiences_for(person)}
    held = selectors.credentials_of(person)
    ticked = request.POST.getlist("credential") or ([request.GET["credential"]] if "credential" in request.GET else [])
    initial = {"until": (clock.now() + timedelta(days=90)).date(), "audience": next(iter(organisations), LINK)}
    form = ShareForm(list(organisations.values()), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = selectors.chosen_credentials(person, _known(ticked, {str(each.pk) for each in held}))
        if chosen:
            audience = organisations.get(form.cleaned_data["audience"])
            made = sharing.share(
                holder=person,
                credentials=chosen,
                until=form.cleaned_data["until"],
                audience=audience,
                audience_name="" if audience else form.cleaned_data["audience_name"],
            )
            messages.success(request, f"Shared {len(chosen)} with {made.audience or 'anyone who has the link below'}.")
            return redirect("learner:shares")
        form.add_error(None, "Tick at least one credential to share.")
    context = {
        "form": form,
        "tiles": [(each.pk, tile(each), str(each.pk) in ticked) for each in held],
        "shares": [
            (each, each.withdrawn_at is None and each.expires_at > clock.now()) for each in selectors.shares_by(person)
        ],
    }
    return render(request, "learner/record/shares.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Withdraw a share."""
    found = selectors.share_for(cast("Person", request.user), share_id)
    sharing.withdraw(share=found)
    messages.success(request, "Withdrawn. Nobody sees it any more, and it no longer counts as proof there.")
    return redirect("learner:shares")


def _known(ticked: list[str], known: set[str]) -> list[str]:
    return [each for each in ticked if each in known]
