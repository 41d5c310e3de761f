"""The gap matrix: people against the skills of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.template.loader import render_to_string

from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.employer.desk import desk, download, page, paged
from stepladder.server.web.employer.people import chosen, options
from stepladder.server.workforce import selectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.workforce.models import Role, Team
    from stepladder.server.workforce.selectors import Cell, Matrix, MatrixRow

WHO = {"holders": "People in this role", "aspirants": "People who aim at it", "everybody": "Everybody"}


@desk("GET")
def matrix(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the matrix of a role: proof, claim, probably, missing; fifty people to a page."""
    team, role = chosen(request, organisation)
    roles = selectors.described_roles(organisation)
    who = _who(request)
    if role is None and roles:
        role = selectors.role_for(organisation, _first(organisation, roles, who).pk)
    found = _matrix(organisation, team, role, who) if role else None
    rows = paged(request, _sorted(request, found) if found else [])
    drawn = _drawn(list(rows))
    return page(
        request,
        organisation,
        "matrix",
        role=role,
        team=team,
        who=who,
        order=request.GET.get("order", ""),
        found=found,
        rows=rows,
        drawn=drawn,
        totals=selectors.team_totals(found) if found else (),
        least=selectors.LEAST_GROUP,
        roles=sorted(((str(one.pk), one.name) for one in roles), key=lambda pair: pair[1].casefold()),
        teams=options(selectors.teams_of(organisation), "All teams"),
        whos=list(WHO.items()),
        orders=[("", "By name"), ("gap", "Fewest gaps first"), ("open", "Most gaps first")],
    )


@desk("GET")
def matrix_csv(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the whole matrix, one line a person."""
    team, role = chosen(request, organisation)
    if role is None:
        raise Http404
    found = _matrix(organisation, team, role, _who(request))
    header = ("number", "name", "team", "role", *(column.requirement.skill_label for column in found.columns))
    rows = (
        (
            row.worker.number,
            row.worker.name,
            row.worker.team or "",
            row.worker.role or "",
            *(cell.word for cell in row.cells),
        )
        for row in found.rows
    )
    return download(write_csv(header, rows), f"{organisation.slug}-gaps.csv")


@desk("GET")
def teams_csv(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the totals of the teams: it names nobody, so it can be passed on."""
    team, role = chosen(request, organisation)
    if role is None:
        raise Http404
    found = _matrix(organisation, team, role, _who(request))
    rows = [
        (one.name, one.people, f"{one.proved:.1f}", f"{one.claimed:.1f}", f"{one.missing:.1f}")
        if one.people is not None
        else (one.name, "fewer than five, or too few others", "", "", "")
        for one in selectors.team_totals(found)
    ]
    header = ("team", "people", "proved_on_average", "claimed_on_average", "missing_on_average")
    return download(write_csv(header, rows), f"{organisation.slug}-teams.csv")


def _who(request: HttpRequest) -> str:
    who = request.GET.get("who", "")
    return who if who in WHO else "holders"


def _first(organisation: Organisation, roles: Sequence[Role], who: str) -> Role:
    """Return the role to show when none is named: the largest, or where aims are asked for one that is aimed at."""
    if who != "aspirants":
        return roles[0]
    aimed_at = {worker.aims_at_id for worker in selectors.workers_in(organisation)}
    return next((role for role in roles if role.pk in aimed_at), roles[0])


def _matrix(organisation: Organisation, team: Team | None, role: Role, who: str) -> Matrix:
    workers = selectors.workers_in(organisation, team=team)
    if who == "holders":
        workers = workers.filter(role=role)
    elif who == "aspirants":
        workers = workers.filter(aims_at=role)
    return selectors.matrix(role=role, workers=workers)


def _drawn(rows: Sequence[MatrixRow]) -> list[tuple[MatrixRow, list[str]]]:
    """Draw each different cell once: a page has a thousand of them and few differ."""
    drawn: dict[tuple[str, str, object], str] = {}

    def draw(cell: Cell) -> str:
        key = (cell.state, cell.strength, cell.until)
        if key not in drawn:
            drawn[key] = render_to_string("employer/_cell.html", {"cell": cell})
        return drawn[key]

    return [(row, [draw(cell) for cell in row.cells]) for row in rows]


def _sorted(request: HttpRequest, found: Matrix) -> list[MatrixRow]:
    order = request.GET.get("order", "")
    if order not in {"gap", "open"}:
        return list(found.rows)
    sign = -1 if order == "gap" else 1
    return sorted(found.rows, key=lambda row: (sign * (row.proved + row.claimed), sign * row.proved, row.worker.name))
