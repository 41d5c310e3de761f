"""The worker: delivers what waits in the outbox, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import django
import structlog

if TYPE_CHECKING:
    from types import FrameType

EVERY_SECONDS = 1.0


def run() -> None:
    """Deliver due messages once a second; SIGTERM and SIGINT let the current message finish."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")
    django.setup()
    from django.db import DatabaseError, close_old_connections

    from stepladder.server.kernel.mail import deliver_mail
    from stepladder.server.kernel.outbox import deliver_due

    log = structlog.get_logger("stepladder.worker")
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not stop.is_set():
        try:
            deliver_due({"mail": deliver_mail})
        except DatabaseError as error:  # the database may be away for a while: go on trying
            log.warning("worker.database", error=str(error))
        close_old_connections()
        stop.wait(EVERY_SECONDS)


if __name__ == "__main__":
    run()
