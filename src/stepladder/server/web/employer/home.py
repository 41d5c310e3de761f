"""The employer's overview: where to begin on day one, and afterwards the figures that ask for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from stepladder.server.web.employer.desk import desk, download, employers_of, page
from stepladder.server.web.employer.tables import as_csv
from stepladder.server.workforce import selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation


@desk("GET")
def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the overview."""
    figures = selectors.overview(organisation)
    done = [figures.people > 0, figures.described_roles > 0, figures.baseline > 0 or figures.with_proof > 0]
    steps = [
        {"label": "Bring your people", "url": reverse("employer:people_import")},
        {"label": "Make a role", "url": reverse("employer:role_new")},
        {"label": "Set the baseline", "url": reverse("employer:baseline")},
        {"label": "See your gaps", "url": reverse("employer:matrix")},
    ]
    return page(
        request,
        organisation,
        "home",
        figures=figures,
        steps=steps,
        current=next((n for n, is_done in enumerate(done, start=1) if not is_done), 4),
        started=all(done),
        next_step=steps[next((n for n, is_done in enumerate(done) if not is_done), 3)],
        spending=selectors.spending(organisation),
        employers=employers_of(request),
    )


@desk("GET")
def lapsing_csv(_request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the lapse forecast."""
    rows = [
        (
            one.proof.worker.number,
            one.proof.worker.name,
            one.proof.skill_label,
            one.proof.credential_name,
            one.proof.issuer_name,
            one.proof.valid_until.date() if one.proof.valid_until else "",
            one.others,
        )
        for one in selectors.lapse_forecast(organisation)
    ]
    header = ("number", "name", "skill", "credential", "issuer", "valid_until", "others_who_prove_it")
    return download(as_csv(header, rows), f"{organisation.slug}-lapsing.csv")
