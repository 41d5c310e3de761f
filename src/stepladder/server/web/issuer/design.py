"""Design micro-credentials: what they show, what they ask, which skills they are aligned with."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepladder.server.accounts.services import name_country
from stepladder.server.catalog import services
from stepladder.server.catalog.demand import relevance_of
from stepladder.server.catalog.eu_list import EuList, eu_list
from stepladder.server.catalog.pictures import COLOURS, EMBLEMS, preview_svg
from stepladder.server.catalog.selectors import (
    ASSESSMENTS,
    PARTICIPATIONS,
    achievement_by_id,
    achievements_of,
    framework,
    last_quality_assurance,
)
from stepladder.server.catalog.services import AchievementDraft
from stepladder.server.web.issuer.desk import actor, desk, login_required
from stepladder.skills.linking import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.catalog.models import Achievement
    from stepladder.skills import Framework

DESIGN = ("designer",)
MOST_PRICE = Decimal(1_000_000)


class AchievementForm(forms.Form):
    """The designer's form; skills are chosen below it."""

    name = forms.CharField(max_length=200, label="Name", help_text="What the person can do afterwards, in a few words.")
    description = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label="What it is about")
    criteria = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What a learner must show",
        help_text="It is signed into each credential.",
    )
    hours = forms.DecimalField(
        min_value=Decimal("0.25"), max_value=5000, max_digits=6, decimal_places=2, label="Workload in hours"
    )
    price = forms.DecimalField(
        min_value=0, max_value=MOST_PRICE, decimal_places=2, label="Price (0 is free)", initial=0
    )
    currency = forms.RegexField(r"^[A-Za-z]{3}$", initial="EUR", label="Currency")
    ects = forms.DecimalField(
        required=False,
        min_value=Decimal("0.01"),
        max_value=240,
        max_digits=5,
        decimal_places=2,
        label="ECTS credits",
        help_text="Where you award any: about 25 to 30 hours each.",
    )
    participation = forms.ChoiceField(
        required=False,
        choices=[("", "Not stated"), *PARTICIPATIONS],
        initial="online",
        label="How one takes part",
    )
    quality_assurance = forms.CharField(
        required=False,
        max_length=400,
        label="Who sees to its quality, and how",
        help_text="Such as: accredited by a named body; or: reviewed by our academic board each year.",
    )
    counts_towards = forms.CharField(
        required=False,
        max_length=300,
        label="What it counts towards",
        help_text="A programme, a diploma, another micro-credential. Empty: it stands alone.",
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        required=False,
        label="Country of your organisation",
        help_text="Two letters, such as IE. It is asked once.",
        error_messages={"invalid": "Two letters, such as IE for Ireland."},
    )
    eqf_level = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label="EQF level",
        choices=[("", "Not stated"), *((n, str(n)) for n in range(1, 9))],
    )
    assessment = forms.ChoiceField(choices=ASSESSMENTS, label="Assessment")
    supervised = forms.BooleanField(required=False, label="The assessment is supervised")
    identity_checked = forms.BooleanField(required=False, label="It is checked who is being assessed")
    valid_months = forms.IntegerField(
        required=False, min_value=1, max_value=600, label="Valid for months", help_text="Empty: it does not expire."
    )
    link = forms.URLField(
        required=False,
        max_length=400,
        assume_scheme="https",
        label="Where it is taught",
        help_text="A web page, if it is taught elsewhere.",
    )
    colour = forms.ChoiceField(choices=[(each, each.capitalize()) for each in COLOURS], label="Colour of the picture")
    emblem = forms.ChoiceField(choices=[(each, each.capitalize()) for each in EMBLEMS], label="Emblem of the picture")

    def draft(self, skills: Sequence[str], found: Achievement | None) -> AchievementDraft:
        """Return the cleaned values as the catalogue takes them; what this form does not show stays as it was."""
        values = dict(self.cleaned_data)
        price, currency = values.pop("price"), values.pop("currency")
        values.pop("country", None)  # of the organisation, not of the micro-credential
        draft = AchievementDraft(
            **values, skills=tuple(skills), price_cents=int(price * 100), currency=currency.upper()
        )
        if found is None:
            return draft
        offer = found.opportunity
        return replace(
            draft,
            provider=offer.provider,
            seats=offer.seats,
            assessment_only=offer.assessment_only,
            isco_major=offer.isco_major,
            invented=offer.invented,
            prerequisites=tuple(offer.prerequisites.all()),
        )


@require_safe
@login_required
def achievements(request: HttpRequest) -> HttpResponse:
    """List the organisation's micro-credentials."""
    organisation = desk(request)
    return render(
        request,
        "issuer/achievements.html",
        {"organisation": organisation, "achievements": achievements_of(organisation)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Design a new one."""
    return _edit(request, desk(request, DESIGN), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Change one."""
    organisation = desk(request, DESIGN)
    return _edit(request, organisation, _own(organisation, achievement_id))


@require_POST
@login_required
def publish(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show it in the catalogue."""
    found = services.publish(actor=actor(request), achievement=_own(desk(request, DESIGN), achievement_id))
    messages.success(request, f"“{found.name}” is in the catalogue.")
    return redirect("issuer:achievements")


@require_POST
@login_required
def withdraw(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Take it out of the catalogue."""
    found = services.withdraw(actor=actor(request), achievement=_own(desk(request, DESIGN), achievement_id))
    messages.success(
        request, f"“{found.name}” is out of the catalogue. What was issued stands. Publish it again to undo this."
    )
    return redirect("issuer:achievements")


def _own(organisation: Organisation, achievement_id: UUID) -> Achievement:
    found = achievement_by_id(achievement_id)
    if found is None or found.organisation_id != organisation.pk:
        raise Http404
    return found


def _edit(request: HttpRequest, organisation: Organisation, found: Achievement | None) -> HttpResponse:
    if request.method != "POST":
        chosen = [each.target_url for each in found.alignments.all()] if found else []
        return _show(request, organisation, found, _form(organisation, initial=_initial(organisation, found)), chosen)
    form = _form(organisation, data=request.POST)
    chosen = list(dict.fromkeys(request.POST.getlist("skill")))
    look = request.POST.get("look", "")
    if look or not form.is_valid():
        return _show(request, organisation, found, form, chosen, look=look)
    draft = form.draft(chosen, found)
    name_country(actor=actor(request), organisation=organisation, country=form.cleaned_data.get("country", ""))
    if found is None:
        saved = services.add_achievement(actor=actor(request), organisation=organisation, draft=draft)
    else:
        saved = services.change_achievement(actor=actor(request), achievement=found, draft=draft)
    messages.success(request, _saved_words(saved, _eu_list(organisation, form)))
    return redirect("issuer:achievements")


def _saved_words(saved: Achievement, by_list: EuList) -> str:
    more = "" if by_list.complete else f" By the EU’s list it has {by_list.known} of {by_list.total}."
    return f"“{saved.name}” is saved.{more}{'' if saved.published_at else ' Publish it when it is ready.'}"


def _form(organisation: Organisation, **given: Any) -> AchievementForm:
    """Return the form; the country of the organisation is asked where nobody has said it."""
    form = AchievementForm(given.get("data"), initial=given.get("initial"))
    if organisation.country:
        del form.fields["country"]
    return form


def _show(
    request: HttpRequest,
    organisation: Organisation,
    found: Achievement | None,
    form: AchievementForm,
    chosen: list[str],
    *,
    look: str = "",
) -> HttpResponse:
    known = framework()
    wanted = request.POST.get("look_for", "").strip()[:300]
    if look:
        form.errors.clear()
    kept = [known.skill(uri) for uri in chosen if uri in known.skills]
    context = {
        "organisation": organisation,
        "achievement": found,
        "form": form,
        "kept": kept,
        "relevance": relevance_of({each.uri: each.label for each in kept}),
        "offered": [each for each in _offered(known, form, wanted) if each["uri"] not in chosen]
        if look == "skills"
        else [],
        "looked_for_skills": look == "skills",
        "wanted": wanted,
        "framework": known,
        "eu": _eu_list(organisation, form),
        "eu_signed": settings.EU_EXTENSION,
        "picture": _picture(form),
    }
    return render(request, "issuer/design.html", context, status=400 if form.errors else 200)


def _eu_list(organisation: Organisation, form: AchievementForm) -> EuList:
    """Say what the EU's list lacks, by what stands in the form now."""
    names = ("hours", "assessment", "participation", "quality_assurance")
    country = organisation.country or form["country"].value()
    return eu_list(country=country, **{name: form[name].value() for name in names})


def _offered(known: Framework, form: AchievementForm, wanted: str) -> list[dict[str, Any]]:
    """Return skills found for the words that were typed, or else suggested from the text of the form."""
    if wanted:
        return [{"uri": hit.uri, "label": hit.label, "why": ""} for hit in known.search_skills(wanted, 8)]
    text = f"{form.data.get('name', '')}. {form.data.get('description', '')} {form.data.get('criteria', '')}"
    return [{"uri": hit.uri, "label": hit.label, "why": ", ".join(hit.words)} for hit in suggest(text, known, limit=8)]


def _picture(form: AchievementForm) -> str:
    """Return the picture that the form's values give, as a data URI."""
    try:
        hours = Decimal(str(form["hours"].value() or 0))
    except InvalidOperation:
        hours = Decimal(0)
    if not hours.is_finite():
        hours = Decimal(0)
    values = {name: str(form[name].value() or "") for name in ("colour", "emblem")}
    svg = preview_svg(hours=hours, **values)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _initial(organisation: Organisation, found: Achievement | None) -> dict[str, Any]:
    if found is None:
        return {"quality_assurance": last_quality_assurance(organisation)}
    plain = (
        "name",
        "description",
        "criteria",
        "hours",
        "ects",
        "eqf_level",
        "assessment",
        "supervised",
        "identity_checked",
        "participation",
        "quality_assurance",
        "counts_towards",
        "valid_months",
        "colour",
        "emblem",
    )
    offer = found.opportunity
    return {
        **{name: getattr(found, name) for name in plain},
        "hours": f"{found.hours.normalize():f}",
        "ects": None if found.ects is None else f"{found.ects.normalize():f}",
        "price": Decimal(offer.price_cents) / 100,
        "currency": offer.currency,
        "link": offer.link,
    }
