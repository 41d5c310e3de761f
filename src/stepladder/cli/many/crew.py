"""Processes that work side by side, and their answers in the order of the source.

Each worker process has a thread here that hands it a few items, hears its answers one by one, and starts another when
it dies. Only so much is under way at a time: what is read ahead, and answers that wait for an earlier one, together
stay below a fixed number of items and bytes, however long the source is.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Problem
from stepladder.cli.many.worker import as_error, parts, work
from stepladder.credentials.errors import ResolutionError
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from stepladder.cli.many.rows import Answer, Item
    from stepladder.cli.many.worker import Fetch, Task

AT_ONCE = 8  # items in one message
AT_ONCE_BYTES = 256 * 1024
AHEAD = 4  # messages for each worker
AHEAD_BYTES = 32 * 1024 * 1024
TRIES = 2  # a worker may die by another's fault; an item that was there twice is taken for the reason
DEATHS = 40  # one after the other, with no answer between them: it is not the items
SECONDS = 600.0  # for one item, or one answer to a question
TICK = 0.5

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy threads that hold locks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    first: int
    items: list[Item]


class Hand(threading.Thread):
    """One worker process and the thread that speaks with it."""

    def __init__(self, crew: Crew) -> None:
        super().__init__(daemon=True, name="stepladder-hand")
        self._crew = crew
        self._process: Any = None
        self._connection: Any = None
        self._deaths = 0

    def run(self) -> None:
        """Take chunks until there are none."""
        while (chunk := self._crew.chunks.get()) is not None:
            try:
                self._hand_over(chunk)
            except Exception as error:  # noqa: BLE001 the main thread raises it, else it would wait for ever
                self._crew.heard.put((-1, error))
                return
        self.dismiss()

    def dismiss(self, *, at_once: bool = False) -> None:
        """Let the process end; or end it."""
        process, connection = self._process, self._connection
        if process is None:
            return
        if at_once:
            process.kill()
        else:
            try:
                connection.send(None)
            except OSError:
                process.kill()
        process.join(5.0)

    def _hand_over(self, chunk: _Chunk) -> None:
        left, number, tries = deque(chunk.items), chunk.first, TRIES
        while left and not self._crew.stopped.is_set():
            for answer in self._answers(list(left)):
                self._deaths = 0
                self._crew.heard.put((number, answer))
                left.popleft()
                number, tries = number + 1, TRIES
            if not left or self._crew.stopped.is_set():
                break
            # The process is gone. The first item without an answer was the one it worked on.
            tries, self._deaths = tries - 1, self._deaths + 1
            if self._deaths == DEATHS:
                raise _no_worker_lives()
            if tries == 0:
                self._crew.heard.put((number, self._crew.task.failed(*_DIED)))
                left.popleft()
                number, tries = number + 1, TRIES

    def _answers(self, items: list[Item]) -> Iterator[Answer]:
        """Yield the answers that the process gives until all are there, or it dies."""
        try:
            self._start()
            self._connection.send(items)
            for _ in items:
                while (said := self._hear())[0] == "fetch":
                    self._connection.send(self._fetched(*said[1:]))
                if said[0] == "stop":
                    raise as_error(said[1])
                yield said[1]
        except (EOFError, OSError):
            if self._process is not None:
                self._process.kill()
                self._process.join()
            self._process = None

    def _start(self) -> None:
        if self._process is not None:
            return
        self._connection, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=work, args=(theirs, self._crew.task), daemon=True)
        process.start()
        theirs.close()
        self._process = process
        if self._crew.stopped.is_set():
            raise EOFError

    def _hear(self) -> Any:
        for _ in range(int(SECONDS / TICK)):
            if self._connection.poll(TICK):
                return self._connection.recv()
            if self._crew.stopped.is_set():
                break
        raise EOFError  # it hangs: as good as dead

    def _fetched(self, url: str, accept: str) -> tuple[Any, Any]:
        try:
            return self._crew.fetch(url, accept), None
        except StepladderError as error:
            return None, parts(error)
        except Exception as error:  # noqa: BLE001 as the resolver has it: what is not had is a reason, not a crash
            message = f"The document at {url} could not be fetched: {type(error).__name__}."
            return None, parts(ResolutionError(message, code="resolve.unreachable", where=url))


_DIED = Problem(
    code="many.worker_died",
    message="The process that worked on it ended twice without an answer: perhaps for want of memory.",
)


def _no_worker_lives() -> CommandError:
    return CommandError(
        f"The processes that should work end one after the other, {DEATHS} of them without an answer.",
        code="many.workers_die",
        hint="See whether the machine has memory left, and give the same command again, with fewer --jobs.",
    )


class Crew:
    """Workers for one task.

    ``fetch`` answers what they ask for: it takes an address and what is accepted, and returns the body and its time.
    """

    def __init__(self, task: Task, *, jobs: int, fetch: Fetch) -> None:
        self.task = task
        self.fetch = fetch
        self.chunks: queue.SimpleQueue[_Chunk | None] = queue.SimpleQueue()
        self.heard: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self.stopped = threading.Event()
        self._jobs = jobs
        self._hands: list[Hand] = []
        self._waiting: dict[int, Item] = {}

    def run(self, items: Iterator[Item]) -> Generator[tuple[Item, Answer] | None]:
        """Yield each item with its answer in the order in which they come, and now and then None while waiting.

        Raises the error that made a worker stop. However it ends, no process is left.
        """
        try:
            yield from self._run(items)
        finally:
            self._end()

    def _run(self, items: Iterator[Item]) -> Generator[tuple[Item, Answer] | None]:
        ready: dict[int, Answer] = {}
        asked = given = ahead = 0
        more = True
        while more or given < asked:
            while more and asked - given < self._jobs * AHEAD * AT_ONCE and ahead < AHEAD_BYTES:
                chunk = _take(items, asked)
                more = bool(chunk.items)
                if more:
                    asked += len(chunk.items)
                    ahead += sum(item.size for item in chunk.items)
                    self._dispatch(chunk)
            if given == asked:
                break
            try:
                number, answer = self.heard.get(timeout=TICK)
            except queue.Empty:
                yield None
                continue
            if number < 0:
                raise answer
            ready[number] = answer
            while given in ready:
                item = self._waiting.pop(given)
                ahead -= item.size
                yield item, ready.pop(given)
                given += 1

    def _dispatch(self, chunk: _Chunk) -> None:
        self._waiting.update(enumerate(chunk.items, start=chunk.first))
        self.chunks.put(chunk)
        if len(self._hands) < self._jobs:  # few items need few processes
            hand = Hand(self)
            self._hands.append(hand)
            hand.start()

    def _end(self) -> None:
        finished = not self._waiting
        self.stopped.set()
        for _ in self._hands:
            self.chunks.put(None)
        for hand in self._hands:
            if not finished:
                hand.dismiss(at_once=True)
        for hand in self._hands:
            hand.join(5.0)


def _take(items: Iterator[Item], first: int) -> _Chunk:
    taken: list[Item] = []
    size = 0
    while len(taken) < AT_ONCE and size < AT_ONCE_BYTES and (item := next(items, None)) is not None:
        taken.append(item)
        size += item.size
    return _Chunk(first=first, items=taken)
