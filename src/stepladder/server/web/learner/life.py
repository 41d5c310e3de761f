"""Start from a life: jobs held and degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner.asking import asker, told
from stepladder.server.web.learner.forms import EducationForm, WorkForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Person


@login_required
@require_GET
def life(request: HttpRequest) -> HttpResponse:
    """Show jobs and degrees, and where to add one."""
    return render(request, "learner/life.html", _life(asker(request)))


@login_required
@require_POST
def add_work(request: HttpRequest) -> HttpResponse:
    """Note a job, then ask which occupation it was."""
    person, form = asker(request), WorkForm(request.POST)
    if form.is_valid():
        try:
            work = services.add_work(person=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}".strip())
        else:
            return redirect("learner:work", pk=work.pk)
    return render(request, "learner/life.html", _life(person, work_form=form), status=422)


@login_required
@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the occupation that a job was, from suggestions or a search."""
    person = asker(request)
    row = selectors.work_for(person, pk)
    if request.method == "POST":
        return told(
            request,
            lambda: services.link_work(person=person, work=row, occupation_uri=request.POST.get("occupation", "")),
            "learner:life",
            done=f"Noted: {row.title}.",
        )
    words = request.GET.get("q", "").strip()[:200] or row.title
    found = catalog.framework().search_occupations(words, 8)
    chosen = row.occupation_uri or (found[0].uri if found else "")
    return render(request, "learner/work.html", {"work": row, "words": words, "found": found, "chosen": chosen})


@login_required
@require_POST
def remove_work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a job away."""
    person = asker(request)
    row = selectors.work_for(person, pk)
    services.remove_work(person=person, work=row)
    messages.success(request, f"Removed: {row.title}. The skills that you ticked stay.")
    return redirect("learner:life")


@login_required
@require_POST
def add_education(request: HttpRequest) -> HttpResponse:
    """Note a degree."""
    person, form = asker(request), EducationForm(request.POST)
    if form.is_valid():
        try:
            row = services.add_education(person=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}".strip())
        else:
            messages.success(request, f"Noted: {row.title}.")
            return redirect("learner:life")
    return render(request, "learner/life.html", _life(person, education_form=form), status=422)


@login_required
@require_POST
def remove_education(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a degree away."""
    person = asker(request)
    row = selectors.education_for(person, pk)
    services.remove_education(person=person, education=row)
    messages.success(request, f"Removed: {row.title}.")
    return redirect("learner:life")


def _life(person: Person, *, work_form: Form | None = None, education_form: Form | None = None) -> dict[str, object]:
    return {
        "jobs": selectors.work_history(person),
        "degrees": selectors.education(person),
        "work_form": work_form or WorkForm(),
        "education_form": education_form or EducationForm(prefix=None, auto_id="id_education_%s"),
    }
