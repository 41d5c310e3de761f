"""``verify --many``: from the options of the command to a plan, and through it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.fetching import SharedFetch, offline
from stepladder.cli.many.progress_file import digest
from stepladder.cli.many.run import Plan, default_jobs, run_many
from stepladder.cli.many.sources import CREDENTIALS, open_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stepladder.cli.asking import Asked
    from stepladder.cli.many.worker import Fetch


def verify_many(
    many: Path, asked: Asked, *, report: Path | None, jobs: int | None, restart: bool, as_json: bool
) -> int:
    """Verify every credential of a source and return the exit code. Raises ``CommandError``."""
    from stepladder.cli.many.checking import Checking
    from stepladder.cli.many.outputs import Nothing
    from stepladder.server.kernel import clock

    source = open_source(many, suffixes=CREDENTIALS)

    def task(facts: Mapping[str, str]) -> Checking:
        return Checking(
            policy=asked.policy,
            at=datetime.fromisoformat(facts["at"]),
            offline=asked.offline,
            issuer_documents=asked.issuer_documents,
            status_lists=asked.status_lists,
            documents=asked.documents,
        )

    settings = {
        "source": source.fingerprint(),
        "time": digest(asked.at),
        "--offline": digest(asked.offline),
        "condition": digest(asked.policy),
        "document": digest((asked.issuer_documents, asked.status_lists, sorted(asked.documents.items()))),
    }
    plan = Plan(
        source=source,
        report=check_report(report, many),
        output=Nothing(),
        jobs=jobs or default_jobs(),
        restart=restart,
        settings={"command": "verify", **settings},
        facts={"at": (asked.at or clock.now()).isoformat()},
        task=task,
        fetch=offline if asked.offline else online(),
        as_json=as_json,
    )
    return run_many(plan)


def check_report(report: Path | None, many: Path) -> Path:
    """Return where the report goes. Raises ``CommandError`` if nowhere, or over the source."""
    if report is None:
        raise CommandError(
            "--many needs a place for its report.",
            code="usage.report_missing",
            where="--report",
            hint="Name the table that is to be written: --report out.csv",
        )
    if report.resolve() == many.resolve():
        raise CommandError(
            "The report would replace what is read.",
            code="usage.report_is_source",
            where=str(report),
            hint="Name another file for the report.",
        )
    return report


def online() -> Fetch:
    """Return the guarded fetch, shared by all workers."""
    from stepladder.cli.verifying import make_fetcher
    from stepladder.server.kernel import clock

    fetcher = make_fetcher()
    return SharedFetch(lambda url, accept: fetcher.get(url, accept=accept), now=clock.now)
