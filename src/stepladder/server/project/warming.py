"""After the first page: open the skills framework and make its search indexes, so that no visitor waits for them."""

from __future__ import annotations

import threading

import structlog
from django.db import DatabaseError, connection

AFTER_SECONDS = 3.0


def warm_soon() -> threading.Timer:
    """Do it in the background once the start is over; a server that stops before forgets about it."""
    timer = threading.Timer(AFTER_SECONDS, _warm)
    timer.daemon = True
    timer.start()
    return timer


def _warm() -> None:
    from stepladder.server.catalog.selectors import framework

    try:
        known = framework()
        known.search_skills("help", 1)
        known.search_occupations("help", 1)
    except DatabaseError as error:  # the first visitor will open it then
        structlog.get_logger("stepladder.warming").warning("warming.failed", error=str(error))
    finally:
        connection.close()
