"""From one URL to Django's database settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

# WAL and IMMEDIATE let readers go on while one writes; synchronous FULL keeps what was committed when the power goes.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
    ),
}


def database_settings(url: str, data: Path) -> dict[str, Any]:
    """Return the ``default`` database for ``url``: empty (a file in ``data``), ``sqlite:///…`` or ``postgresql://…``."""
    if not url:
        return _sqlite(str(data / "stepladder.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:] or ":memory:")
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"STEPLADDER_DATABASE_URL begins with {parts.scheme!r}; give postgresql://… or sqlite:///…"
        raise ValueError(message)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(_SQLITE)}
