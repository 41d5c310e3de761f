"""``verify --many`` and ``issue --many``: from the options of the command to a plan, and through it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.cli.many.fetching import SharedFetch, offline
from stepladder.cli.many.outputs import Folder, Lines, Nothing
from stepladder.cli.many.progress_file import digest
from stepladder.cli.many.run import Plan, default_jobs, run_many
from stepladder.cli.many.sources import CREDENTIALS, LINES, UNSIGNED, open_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stepladder.cli.asking import Asked
    from stepladder.cli.many.sources import Source
    from stepladder.cli.many.worker import Fetch
    from stepladder.cli.sealing import Sealing


def verify_many(
    many: Path, asked: Asked, *, report: Path | None, jobs: int | None, restart: bool, as_json: bool
) -> int:
    """Verify every credential of a source and return the exit code. Raises ``CommandError``."""
    from stepladder.cli.many.checking import Checking
    from stepladder.server.kernel import clock

    place = check_report(report, many)
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
        report=place,
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


def issue_many(
    many: Path,
    sealing: Sealing,
    *,
    template: Path | None,
    out: Path | None,
    report: Path | None,
    jobs: int | None,
    restart: bool,
    as_json: bool,
) -> int:
    """Issue a credential for every document or row of a source and return the exit code. Raises ``CommandError``."""
    from stepladder.cli.many.signing import Signing
    from stepladder.server.kernel import clock

    place = check_report(report, many)
    source = open_source(many, suffixes=UNSIGNED, cells=True)
    filled = read_template(template, source)
    output = _output(out, source, sealing)

    def task(facts: Mapping[str, str]) -> Signing:
        return Signing(
            key=sealing.key,
            passphrase=sealing.passphrase,
            created=datetime.fromisoformat(facts["created"]),
            securing=sealing.securing,
            folder=str(output.path) if isinstance(output, Folder) else None,
            ending=sealing.ending,
            template=filled,
        )

    settings = {
        "source": source.fingerprint(),
        "--key": digest(sealing.signer.verification_method),
        "--securing": digest(sealing.securing),
        "--template": digest(json.dumps(filled)),
        "--out": digest(str(output.path.resolve())),
    }
    plan = Plan(
        source=source,
        report=place,
        output=output,
        jobs=jobs or default_jobs(),
        restart=restart,
        settings={"command": "issue", **settings},
        facts={"created": clock.now().isoformat()},
        task=task,
        fetch=offline,  # issuing asks nobody
        as_json=as_json,
    )
    return run_many(plan)


def read_template(path: Path | None, source: Source) -> dict[str, Any] | None:
    """Return the template for a table's rows, or None for other sources. Raises ``CommandError``."""
    from stepladder.cli.files import read_json_object
    from stepladder.cli.many.tables import header_of
    from stepladder.cli.many.template import check_template

    if path is None and source.kind != "table":
        return None
    if path is None:
        raise CommandError(
            "A table needs a template.",
            code="usage.template_missing",
            where="--template",
            hint="Write the unsigned credential with {column} where a row's cells go: --template FILE.json",
        )
    if source.kind != "table":
        raise CommandError(
            "Only a table (.csv, .tsv) has cells for a template.",
            code="usage.template_unused",
            where=str(source.path),
            hint="Leave --template out: each document is signed as it is.",
        )
    template = read_json_object(path)
    check_template(template, header_of(source.path), where=str(path))
    return template


def _output(out: Path | None, source: Source, sealing: Sealing) -> Folder | Lines:
    """Return where the credentials go, which is never where they are read from."""
    if out is None:
        raise CommandError(
            "--many needs a place for the credentials.",
            code="usage.out_missing",
            where="--out",
            hint="Name a folder, or a file that ends in .jsonl: --out signed",
        )
    place, read = out.resolve(), source.path.resolve()
    if place == read or (source.kind == "folder" and read in place.parents):
        raise CommandError(
            "The credentials would be written into what is read.",
            code="usage.out_is_source",
            where=str(out),
            hint="Name another folder, outside the source.",
        )
    return Lines(out) if out.suffix.lower() in LINES else Folder(out, ending=sealing.ending)


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
    return SharedFetch(lambda url, accept: fetcher.fetch(url, accept=accept), now=clock.now)
