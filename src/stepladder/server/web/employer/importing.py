"""A file of people: uploaded, looked at, taken in, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import redirect

from stepladder.errors import StepladderError
from stepladder.server.kernel.tables import MOST_BYTES, write_csv
from stepladder.server.web.employer.desk import actor, desk, download, page, paged, say_refusal
from stepladder.server.workforce import selectors, services
from stepladder.server.workforce.people_file import COLUMNS, MOST_PEOPLE

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation

_EXAMPLE = ("1001", "Full name", "name@example.org", "Service desk", "Call centre agent", "2019-03-01", "")


@desk("GET", "POST")
def upload(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Take a file and go on to its preview, or say what is wrong with it."""
    error, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            error, status = "Choose a file first.", 400
        else:
            try:
                data = file.read(MOST_BYTES + 1)
                kept = services.read_people_file(
                    actor=actor(request), organisation=organisation, data=data, filename=file.name or "people.csv"
                )
            except StepladderError as refusal:
                error, status = f"{refusal.message} {refusal.hint}".strip(), 400
            else:
                return redirect("employer:people_preview", import_id=kept.pk)
    return page(
        request,
        organisation,
        "import",
        status=status,
        error=error,
        most_rows=f"{MOST_PEOPLE:,}",
        most_megabytes=MOST_BYTES // 1_048_576,
        columns=COLUMNS,
        imports=selectors.imports_of(organisation),
    )


@desk("GET")
def template(_request: HttpRequest, _organisation: Organisation) -> HttpResponse:
    """Download an empty file with one example line."""
    return download(
        write_csv(COLUMNS, [(*_EXAMPLE, "provide customer service; use a computer")]), "people-template.csv"
    )


@desk("GET", "POST")
def preview(request: HttpRequest, organisation: Organisation, import_id: UUID) -> HttpResponse:
    """Show what the file would change, line by line; a yes takes it in once."""
    kept = selectors.import_for(organisation, import_id)
    if request.method == "POST":
        done = services.apply_people_import(actor=actor(request), people_import=kept).result
        messages.success(
            request, f"Taken in: {done['new']} new, {done['changed']} changed, {done['same']} as they were."
        )
        if done["left_out"]:
            messages.warning(
                request, f"{done['left_out']} lines were left out. Correct them and upload the file again."
            )
        return redirect("employer:people")
    planned = services.plan_import(kept) if kept.applied_at is None else []
    counts = {name: sum(1 for one in planned if one.status == name) for name in ("new", "changed", "same", "blocked")}
    wrong = [problem for problem in kept.problems if problem["blocks"]]
    return page(
        request,
        organisation,
        "import_preview",
        kept=kept,
        counts=counts,
        taken=counts["new"] + counts["changed"] + counts["same"],
        wrong=wrong[:100],
        wrong_lines=len({problem["line"] for problem in wrong}) + counts["blocked"],
        more_wrong=max(0, len(wrong) - 100),
        blocked=[one for one in planned if one.status == "blocked"],
        advice=[problem for problem in kept.problems if not problem["blocks"]][:30],
        found=paged(request, [one for one in planned if one.status in {"new", "changed"}]),
    )


@desk("GET")
def problems_csv(_request: HttpRequest, organisation: Organisation, import_id: UUID) -> HttpResponse:
    """Download what is wrong with a file, line by line."""
    kept = selectors.import_for(organisation, import_id)
    rows = [(p["line"], p["column"], p["message"], "left out" if p["blocks"] else "taken in") for p in kept.problems]
    rows += [(one.row.line, "email", one.problem, "left out") for one in services.plan_import(kept) if one.problem]
    return download(write_csv(("line", "column", "what_is_wrong", "line_is"), rows), "people-problems.csv")


@desk("POST")
def undo(request: HttpRequest, organisation: Organisation, import_id: UUID) -> HttpResponse:
    """Take back the newest import."""
    kept = selectors.import_for(organisation, import_id)
    try:
        stay = services.undo_people_import(actor=actor(request), people_import=kept)
    except StepladderError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, "The import is undone.")
        if stay:
            messages.warning(request, f"{stay} new people stay: they have proof, requests or an account by now.")
    return redirect("employer:people")
