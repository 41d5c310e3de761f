"""Award one person or a file of people: look first, ten minutes to recall, then the mails leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepladder.server.catalog.selectors import achievements_of
from stepladder.server.flows import awarding
from stepladder.server.issuing.batches import COLUMNS, good_rows, hidden_character, preview_batch, rows_left
from stepladder.server.issuing.selectors import batch_in, issued_by
from stepladder.server.issuing.services import Recipient
from stepladder.server.kernel import clock, outbox
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.issuer.desk import actor, desk, login_required

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.catalog.models import Achievement

AWARD = ("awarder",)


class _ForAchievement(forms.Form):
    achievement = forms.ChoiceField(label="Micro-credential")

    def __init__(self, organisation: Organisation, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as Django takes them
        self._known = {str(each.pk): each for each in achievements_of(organisation) if each.published_at}
        self.fields["achievement"].choices = [(key, each.name) for key, each in self._known.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> Achievement:
        """Return the achievement that was chosen."""
        return self._known[self.cleaned_data["achievement"]]


class AwardForm(_ForAchievement):
    """One person."""

    name = forms.CharField(max_length=200, label="Name of the person")
    email = forms.EmailField(
        required=False,
        max_length=254,
        label="E-mail address",
        help_text="The claim link goes there. Leave it empty to print a slip with a code.",
    )
    student_number = forms.CharField(
        required=False, max_length=80, label="Student number", help_text="Needed where there is no e-mail address."
    )
    evidence_url = forms.URLField(required=False, max_length=400, assume_scheme="https", label="Link to evidence")
    narrative = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label="What this person did"
    )

    def clean(self) -> dict[str, object]:
        """Ask for something that tells people of the same name apart."""
        values = super().clean() or {}
        for name in ("name", "student_number", "narrative"):
            if found := hidden_character(str(values.get(name, ""))):
                self.add_error(name, f"It holds a hidden character ({found}). Type it anew instead of pasting it.")
        values["evidence_url"] = iri_to_uri(values.get("evidence_url") or "")
        if not self.errors and not values.get("email") and not values.get("student_number"):
            raise forms.ValidationError(
                "Give an e-mail address or a student number, so that the person can be told apart."
            )
        return values


class FileForm(_ForAchievement):
    """A file of people."""

    file = forms.FileField(
        label="CSV or XLSX file", error_messages={"required": "Choose a file: CSV or XLSX, made from the template."}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def award(request: HttpRequest) -> HttpResponse:
    """Award one person."""
    organisation = desk(request, AWARD)
    form = AwardForm(organisation, request.POST or None, initial={"achievement": request.GET.get("achievement", "")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values.pop("achievement")
        credential, new = awarding.award_one(
            actor=actor(request), organisation=organisation, achievement=form.chosen(), recipient=Recipient(**values)
        )
        if new:
            messages.success(request, f"Signed for {credential.award.recipient_name}.")
        else:
            messages.info(request, f"{credential.award.recipient_name} holds this already; nothing was issued twice.")
        return redirect("issuer:credential", credential_id=credential.pk)
    context = {"organisation": organisation, "form": form, "file_form": FileForm(organisation), "columns": COLUMNS}
    return render(request, "issuer/award.html", context, status=400 if form.errors else 200)


@require_safe
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """Return the CSV template."""
    desk(request)
    return _csv("stepladder-award.csv", write_csv(COLUMNS, []))


@require_POST
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file and show what would happen; nobody is awarded yet."""
    organisation = desk(request, AWARD)
    form = FileForm(organisation, request.POST, request.FILES)
    if form.is_valid():
        upload_ = form.cleaned_data["file"]
        try:
            made = preview_batch(
                actor=actor(request),
                organisation=organisation,
                achievement=form.chosen(),
                data=upload_.read(),
                filename=upload_.name,
            )
            return redirect("issuer:batch", batch_id=made.pk)
        except Refusal as refusal:
            form.add_error("file", f"{refusal.message} {refusal.hint}")
    context = {"organisation": organisation, "form": AwardForm(organisation), "file_form": form, "columns": COLUMNS}
    return render(request, "issuer/award.html", context, status=400)


@require_safe
@login_required
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show a file: what would happen, or what did."""
    organisation = desk(request)
    found = batch_in(organisation, batch_id)
    good = [{**row, "student_number": row["student number"]} for row in good_rows(found)]
    already = sum(1 for row in good if row["already"])
    leave_at = found.mails_leave_at
    context = {
        "organisation": organisation,
        "batch": found,
        "good": good,
        "bad": [row for row in found.rows if row["errors"]],
        "already": already,
        "fresh": len(good) - already,
        "left": rows_left(found) if found.state == "awarded" else 0,
        "issued": issued_by(organisation, batch=found).count(),
        "waiting": outbox.waiting_in(awarding.batch_group(found)),
        "recallable": found.state == "awarded" and leave_at is not None and leave_at > clock.now(),
        "columns": COLUMNS,
    }
    return render(request, "issuer/batch.html", context)


@require_POST
@login_required
def award_file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Award the good rows of a previewed file."""
    found = batch_in(desk(request, AWARD), batch_id)
    new, already = awarding.award_batch(actor=actor(request), batch=found)
    held = f", {already} held it already" if already else ""
    words = "The mails leave in ten minutes: until then you can recall all of it."
    messages.success(request, f"{new} signed{held}. {words}")
    return redirect("issuer:batch", batch_id=batch_id)


@require_POST
@login_required
def finish_file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Award the rows that were left when something stopped a file midway."""
    found = batch_in(desk(request, AWARD), batch_id)
    new, _ = awarding.resume_batch(actor=actor(request), batch=found)
    messages.success(request, f"{new} more signed.")
    return redirect("issuer:batch", batch_id=batch_id)


@require_POST
@login_required
def recall(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take a file back before its mails left."""
    taken = awarding.recall_batch(actor=actor(request), batch=batch_in(desk(request, AWARD), batch_id))
    messages.success(request, f"Recalled: {taken} credentials are revoked, and no mail leaves.")
    return redirect("issuer:batch", batch_id=batch_id)


@require_POST
@login_required
def send_file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Let the mails of a file leave now."""
    found = batch_in(desk(request, AWARD), batch_id)
    awarding.end_recall(batch=found)
    messages.success(request, "The mails are leaving now.")
    return redirect("issuer:batch", batch_id=batch_id)


def _csv(name: str, text: str) -> HttpResponse:
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
