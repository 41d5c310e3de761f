"""Rewards: rules, what they granted, and balances that come from a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect

from stepladder.errors import StepladderError
from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel.tables import write_csv
from stepladder.server.rewards import selectors, services
from stepladder.server.web.employer.desk import actor, desk, download, page, paged, text_of
from stepladder.server.web.employer.forms import RuleForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.rewards.models import RewardRule


@desk("GET")
def rewards(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the rules, the newest grants and the balances."""
    balances = selectors.balances_of(organisation)
    return page(
        request,
        organisation,
        "rewards",
        rules=selectors.rules_of(organisation),
        ended=selectors.rules_of(organisation, ended=True),
        grants=paged(request, selectors.grants_of(organisation), 25),
        balances=balances[:20],
        more=max(0, len(balances) - 20),
        total=f"{sum(one.points for one in balances):,}",
        people=sum(1 for one in balances if one.points),
    )


@desk("GET", "POST")
def new_rule(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Choose a micro-credential or a skill, then say how many points."""
    form = RuleForm(request.POST or None) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            rule = _add(request, organisation, form)
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, f"From now on: {rule.points} points for {rule.name}.")
            return redirect("employer:rewards")
    text = text_of(request.GET, "q", 100)
    picked = _picked(request)
    if form is None and picked:
        form = RuleForm(initial={"name": picked["label"], "points": 100, **picked["hidden"]})
    return page(
        request,
        organisation,
        "rule_new",
        text=text,
        achievements=catalog.published_achievements(text=text)[:8] if text else (),
        skills=catalog.framework().search_skills(text, 8) if text else (),
        form=form,
        picked=picked,
        status=400 if request.method == "POST" else 200,
    )


@desk("POST")
def end_rule(request: HttpRequest, organisation: Organisation, rule_id: UUID) -> HttpResponse:
    """End a rule."""
    rule = services.end_rule(actor=actor(request), rule=selectors.rule_for(organisation, rule_id))
    messages.success(request, f"“{rule.name}” grants nothing new. What it granted stays.")
    return redirect("employer:rewards")


@desk("GET")
def balances_csv(_request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the balances for payroll."""
    rows = (
        (one.worker_iri, one.worker_name, one.points, one.grants, one.reversed)
        for one in selectors.balances_of(organisation)
    )
    header = ("worker", "name", "points", "grants", "reversed")
    return download(write_csv(header, rows), f"{organisation.slug}-points.csv")


@desk("GET")
def grants_csv(_request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download every grant and every reversal."""
    rows = (
        (
            one.granted_at.date(),
            one.worker_name,
            one.rule.name,
            one.credential_name,
            one.credential_iri,
            one.points,
            one.reversed_at.date() if one.reversed_at else "",
            one.reversed_because,
        )
        for one in selectors.grants_of(organisation)
    )
    header = ("granted", "name", "rule", "credential", "credential_id", "points", "reversed", "because")
    return download(write_csv(header, rows), f"{organisation.slug}-grants.csv")


def _picked(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the search's link chose: a published micro-credential or a skill of the framework."""
    achievement, skill = text_of(request.GET, "achievement"), text_of(request.GET, "skill", 400)
    if achievement:
        found = catalog.achievement_by_slug(achievement)
        return {"label": found.name, "kind": "micro-credential", "hidden": {"achievement": found.slug}}
    if skill:
        known = catalog.framework().skill(skill)
        return {"label": known.name, "kind": "skill", "hidden": {"skill": known.uri}}
    return None


def _add(request: HttpRequest, organisation: Organisation, form: RuleForm) -> RewardRule:
    said = form.cleaned_data
    skill = catalog.framework().skill(said["skill"]) if said["skill"] else None
    achievement = catalog.achievement_by_slug(said["achievement"]) if said["achievement"] else None
    return services.add_rule(
        actor=actor(request),
        organisation=organisation,
        name=said["name"],
        points=said["points"],
        achievement_iri=achievement.iri if achievement else "",
        skill_uri=skill.uri if skill else "",
        skill_label=skill.name if skill else "",
    )
