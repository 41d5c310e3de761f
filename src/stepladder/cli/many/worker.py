"""The process that does the work. It has no network of its own: it asks the process that started it.

What goes over the connection, always one side waiting for the other, so that neither can block both:

- to the worker: a list of items, or None to end;
- from the worker: ``("answer", Answer)`` for each of them in order; in between ``("fetch", url, accept)``, which is
  answered with ``(Found, None)`` or ``(None, error)``, an error being its five parts; or ``("stop", error)`` when
  going on is of no use, such as on a full disk.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from stepladder.cli.errors import CommandError
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from stepladder.cli.many.rows import Answer, Found, Item

    Fetch = Callable[[str, str], Found]


class Task(Protocol):
    """What is to be done with each item. It travels to the worker, so it is made of plain values."""

    def begin(self, fetch: Fetch) -> Callable[[Item], Answer]:
        """Return the function that does it, with what it needs made ready once. Runs in the worker."""
        ...

    def failed(self, code: str, message: str) -> Answer:
        """Return the answer for an item that could not be worked on. Runs on either side."""
        ...


def parts(error: StepladderError) -> tuple[str, str, str, str, str]:
    """Return an error as plain text: message, code, hint, where, spec."""
    return (error.message, error.code, error.hint, error.where, error.spec)


def work(connection: Connection, task: Task) -> None:
    """Do what comes over the connection until it ends. The main function of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the process that started us decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, OSError):  # the other side is gone: there is nobody to work for
        _work(connection, task)


def _work(connection: Connection, task: Task) -> None:
    try:
        do = task.begin(_Asking(connection))
    except Exception as error:  # noqa: BLE001 it is no item's fault, so it ends the run with its reason
        connection.recv()
        connection.send(("stop", parts(_as_ours(error))))
        return
    while (items := connection.recv()) is not None:
        for item in items:
            try:
                connection.send(("answer", _answer(do, task, item)))
            except CommandError as error:
                connection.send(("stop", parts(error)))
                return


def _as_ours(error: Exception) -> StepladderError:
    if isinstance(error, StepladderError):
        return error
    message = f"The work could not be begun: {type(error).__name__}: {error}."
    return CommandError(message, code="many.not_begun", hint="See whether Stepladder is installed whole.")


def _answer(do: Callable[[Item], Answer], task: Task, item: Item) -> Answer:
    if item.problem is not None:
        return task.failed(*item.problem)
    try:
        return do(item)
    except (CommandError, ConnectionError, EOFError):
        raise
    except MemoryError:
        return task.failed("many.out_of_memory", "It needs more memory than there is.")
    except Exception as error:  # noqa: BLE001 one credential never ends a run of many; the row names the error
        return task.failed("many.failed", f"It could not be worked on: {type(error).__name__}.")


class _Asking:
    """Fetch by asking the process that started this one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, url: str, accept: str) -> Found:
        from stepladder.credentials.errors import ResolutionError

        self._connection.send(("fetch", url, accept))
        answer, error = self._connection.recv()
        if error is not None:
            message, code, hint, where, _ = error
            raise ResolutionError(message, code=code, hint=hint, where=where)
        found: Found = answer
        return found


def as_error(found: Any) -> CommandError:
    """Return the error that stopped a worker."""
    message, code, hint, where, spec = found
    return CommandError(message, code=code, hint=hint, where=where, spec=spec)
