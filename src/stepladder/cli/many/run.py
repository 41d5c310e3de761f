"""A run over many: begin or go on, work, write the report, and say what came of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from stepladder.cli.console import COULD_NOT_TELL, DID_NOT_HOLD, HELD, note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.many.crew import Crew
from stepladder.cli.many.progress_file import ProgressFile
from stepladder.cli.many.report import Report, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from stepladder.cli.many.outputs import Output
    from stepladder.cli.many.rows import Item
    from stepladder.cli.many.sources import Source
    from stepladder.cli.many.worker import Fetch, Task

STOPPED = 130  # as shells say it of a command that Ctrl-C ended
_KNOWN = {
    "listed": "by issuers on the list",
    "domain_proved": "proved by the issuer's domain",
    "self_asserted": "by keys that nobody vouches for",
}
GOOD = frozenset({"authentic", "issued"})
UNDECIDED = frozenset({"could_not_check", "status_too_old"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, and how.

    ``settings`` (fingerprints by option) must be the same for an interrupted run to go on; ``facts`` are fixed when it
    begins, and ``task`` makes the work from them.
    """

    source: Source
    report: Path
    output: Output
    jobs: int
    restart: bool
    settings: Mapping[str, str]
    facts: Mapping[str, str]
    task: Callable[[Mapping[str, str]], Task]
    fetch: Fetch
    as_json: bool


class _Stopped(Exception):
    """Somebody asked for an end, and everything that was done is kept."""


class _Request:
    """Whether somebody asked for an end."""

    made = False

    def heed(self) -> None:
        """Stop here, between two items, if somebody asked for it."""
        if self.made:
            raise _Stopped


def run_many(plan: Plan) -> int:
    """Do it, say what came of it, and return the exit code. Raises ``CommandError`` when it cannot be done."""
    began = time.monotonic()
    note_beside = ProgressFile(plan.report)
    facts = note_beside.begin(plan.settings, plan.facts, restart=plan.restart)
    report = Report(plan.report, before=plan.output.sync)
    try:
        if facts is None and not plan.restart:
            plan.output.refuse_existing()
        report.begin(anew=facts is None)
        plan.output.begin(issued=report.verdicts["issued"])
        with _interruptible() as request, _progress(plan, report) as advance:
            _work(plan, report, plan.task(plan.facts if facts is None else facts), advance, request)
        plan.output.finish()
        note_beside.finish()
    except CommandError:
        if facts is None and not report.verdicts:  # it never began: another command may use the names
            report.discard()
            note_beside.finish()
        raise
    except _Stopped:
        note(f"Stopped with {report.verdicts.total():,} done. To go on, give the same command again.")
        return STOPPED
    except KeyboardInterrupt:  # nothing more is written: half a line is told from a whole one when it goes on
        note("Stopped at once. To go on, give the same command again.")
        return STOPPED
    finally:
        report.close()
        note_beside.close()
    _say(plan, report, time.monotonic() - began)
    return exit_code(report.verdicts)


def _work(plan: Plan, report: Report, task: Task, advance: Callable[[], object], request: _Request) -> None:
    items = plan.source.items()
    if report.finished_before:
        _pass_over(items, plan, report, request)
    crew = Crew(task, jobs=plan.jobs, fetch=plan.fetch)
    try:
        with closing(crew.run(items)) as answers:
            for found in answers:
                if found is None:
                    report.flush_if_due()
                else:
                    item, answer = found
                    plan.output.add(item, answer)
                    report.add(item.name, answer.row)
                    advance()
                request.heed()
    except (CommandError, _Stopped):
        with suppress(CommandError):
            report.flush()  # what is done is done, also where it cannot go on
        raise
    report.flush()


def _pass_over(items: Iterator[Item], plan: Plan, report: Report, request: _Request) -> None:
    """Pass over what is done, and make sure that it is the same as then."""
    for name, verdict in report.earlier():
        request.heed()
        item = next(items, None)
        if item is None or cell(item.name) != name:
            raise CommandError(
                f"The source has changed since the run began: the report has {name} "
                + ("where the source has ended." if item is None else f"where the source has {cell(item.name)}."),
                code="usage.source_changed",
                where=str(plan.source.path),
                hint="Begin anew with --restart, or name another report for what is new.",
            )
        plan.output.check(item, verdict)


# ---------------------------------------------------------------------- what people see
@contextmanager
def _interruptible() -> Iterator[_Request]:
    """Let Ctrl-C and a request to end (SIGTERM) wait for the next item; a second one ends at once, like a power cut."""
    request = _Request()

    def ask(*_: object) -> None:
        if request.made:
            raise KeyboardInterrupt
        request.made = True

    signals = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    earlier = {each: signal.signal(each, ask) for each in signals if signal.getsignal(each) is not signal.SIG_IGN}
    try:
        yield request
    finally:
        for each, handler in earlier.items():
            signal.signal(each, handler)


@contextmanager
def _progress(plan: Plan, report: Report) -> Iterator[Callable[[], object]]:
    """Show how far it is on a terminal, and nothing anywhere else."""
    import sys

    if plan.as_json or not sys.stderr.isatty():
        yield lambda: None
        return
    from stepladder.cli.many.progress import bar

    with bar(plan.source.count(), report.finished_before) as advance:
        yield advance


def exit_code(verdicts: Mapping[str, int]) -> int:
    """Return 0 if all held, 1 if some did not, 3 if none failed but some could not be told."""
    found = {verdict for verdict, count in verdicts.items() if count}
    if found <= GOOD:
        return HELD
    return COULD_NOT_TELL if found <= GOOD | UNDECIDED else DID_NOT_HOLD


def _say(plan: Plan, report: Report, seconds: float) -> None:
    total, before = report.verdicts.total(), report.finished_before
    counts = dict(sorted(report.verdicts.items(), key=lambda found: (-found[1], found[0])))
    if plan.as_json:
        signers = {"authentic_by_issuer_identity": dict(sorted(report.signers.items()))} if report.signers else {}
        summary = {"total": total, "by_verdict": counts, **signers, "report": str(plan.report)}
        print_json({**summary, "seconds": round(seconds, 3), "done_before": before})
        return
    fresh = total - before
    rate = f", {fresh / seconds:,.0f} a second" if seconds >= 1 else ""
    earlier = f", and {before:,} in an earlier run" if before else ""
    typer.echo(f"{fresh:,} done in {_duration(seconds)}{rate}{earlier}.")
    width = max(map(len, counts))
    for verdict, count in counts.items():
        typer.echo(f"  {verdict:<{width}}  {count:>9,}{_signers(report) if verdict == 'authentic' else ''}")
    typer.echo(f"Report written to {visible(str(plan.report))}.")


def _signers(report: Report) -> str:
    """Return who signed what is authentic: that word never stands alone, because anyone can make a key."""
    found = [
        f"{count:,} {_KNOWN[identity]}" for identity, count in sorted(report.signers.items()) if identity in _KNOWN
    ]
    return f"  ({', '.join(found)})" if found else ""


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def default_jobs() -> int:
    """Return how many processes this machine can run side by side."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
