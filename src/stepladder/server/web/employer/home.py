"""The employer's overview: where to begin on day one, and afterwards the figures that ask for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.employer.desk import desk, download, employers_of, page
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
    rows = (
        (
            one.worker.number,
            one.worker.name,
            one.credential_name,
            one.issuer_name,
            one.until,
            "; ".join(one.skills),
            "; ".join(one.alone),
        )
        for one in selectors.lapse_forecast(organisation)
    )
    header = ("number", "name", "credential", "issuer", "valid_until", "skills", "then_proved_by_nobody")
    return download(write_csv(header, rows), f"{organisation.slug}-lapsing.csv")
