"""``stepladder serve``: one command that prepares the database and keeps web and worker running."""

from __future__ import annotations

import errno
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.errors import StepladderError
from stepladder.server.kernel.fetch import Fetcher, FetchError, FetchSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from stepladder.server.project.certificate import Certificate

_WEB_THREADS = 16
_READY_WITHIN = 60.0
_STOP_WITHIN = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to listen, and how people reach it."""

    host: str
    port: int
    certificate: Certificate | None = None

    @property
    def scheme(self) -> str:
        """``https`` with a certificate of our own, else ``http``: a proxy in front sees to https then."""
        return "https" if self.certificate else "http"

    @property
    def everywhere(self) -> bool:
        """Whether other machines of the network can reach it."""
        return self.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound

    @property
    def local(self) -> str:
        """The address for this machine."""
        return f"{self.scheme}://{'127.0.0.1' if self.everywhere else self.host}:{self.port}"


def serve(*, place: Place, demo: bool, began: float, self_signed: bool = False) -> int:
    """Prepare, start web and worker, say where to go, and stay until told to stop. Returns the exit code.

    ``self_signed``: over https with a certificate of our own, which is made on first use.
    Raises :class:`StepladderError` (``serve.port_taken``) before anything is changed when the port is in use.
    """
    _must_be_free(place)
    if self_signed:
        place = replace(place, certificate=_certificate(place))
    environment = _environment(place, demo=demo)
    first = not _has_data(environment)
    if demo and first:
        print("First start: making the database and telling the demo's story …", flush=True)  # noqa: T201 - this is the command's output
    _prepare(environment, demo=demo)
    children = [_start(_web(place), environment)]
    stopping = _stop_on_signal(children)
    try:
        _await_ready(place, children)
        children.append(_start(_worker(), environment))  # after the first page, which it would slow down
        _say_where(place, environment, demo=demo, seconds=time.monotonic() - began)
        return _stay(children, stopping)
    finally:
        _stop(children)


def _prepare(environment: dict[str, str], *, demo: bool) -> None:
    command = [sys.executable, "-m", "stepladder.server.project.prepare", *(["--demo"] if demo else [])]
    if subprocess.run(command, env=environment, check=False).returncode:  # noqa: S603 - our own module
        raise StepladderError(
            "The database could not be made ready; nothing was half-written.",
            code="serve.prepare_failed",
            hint="The lines above say why. STEPLADDER_DATA and STEPLADDER_DATABASE_URL say where it is.",
        )


def _must_be_free(place: Place) -> None:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise StepladderError(
                    f"Port {place.port} on {place.host} is taken by another program.",
                    code="serve.port_taken",
                    hint=f"Stop that program, or choose another port: PORT={place.port + 1} make run",
                ) from error
            raise StepladderError(
                f"Cannot listen on {place.host}:{place.port}: {error.strerror}.",
                code="serve.cannot_listen",
                hint="Choose an address of this machine with HOST, and a port above 1023 with PORT.",
            ) from error


def _environment(place: Place, *, demo: bool) -> dict[str, str]:
    environment = {**os.environ, "HOST": place.host, "PORT": str(place.port)}
    if place.certificate:
        environment["STEPLADDER_HTTPS_SELF_SIGNED"] = "1"
    if demo:
        environment["STEPLADDER_DEMO"] = "1"
        if place.everywhere:
            environment.setdefault("STEPLADDER_PUBLIC_URL", f"{place.scheme}://{lan_address()}:{place.port}")
    return environment


def _has_data(environment: dict[str, str]) -> bool:
    return bool(environment.get("STEPLADDER_DATABASE_URL")) or (_folder(environment) / "stepladder.sqlite3").exists()


def _folder(environment: Mapping[str, str]) -> Path:
    """Return what ``Config().data`` is, without loading what reads all settings."""
    from platformdirs import user_data_path

    return Path(environment.get("STEPLADDER_DATA") or user_data_path("stepladder"))


def _certificate(place: Place) -> Certificate:
    from urllib.parse import urlsplit

    from stepladder.server.project.certificate import self_signed

    public = urlsplit(os.environ.get("STEPLADDER_PUBLIC_URL", "")).hostname or ""
    return self_signed(_folder(os.environ), [public, lan_address() if place.everywhere else place.host])


def _web(place: Place) -> list[str]:
    own = place.certificate
    tls = ["--ssl-certificate", str(own.certificate), "--ssl-keyfile", str(own.key)] if own else []
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port),
        "--workers", "1", "--blocking-threads", str(_WEB_THREADS), "--log-level", "error", "--no-ws", *tls,
        "stepladder.server.project.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "stepladder.server.project.worker"]


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own commands


def _stop_on_signal(children: list[subprocess.Popen[bytes]]) -> list[int]:
    received: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        for child in children:
            with suppress(ProcessLookupError):
                child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return received


def _await_ready(place: Place, children: list[subprocess.Popen[bytes]]) -> None:
    host = "127.0.0.1" if place.everywhere else place.host
    settings = FetchSettings(allow=frozenset({f"{host}:{place.port}"}), negative_ttl=0.0)
    trusted = ssl.create_default_context(cafile=place.certificate.certificate) if place.certificate else None
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            raise StepladderError(
                "The server stopped while it started.", code="serve.failed", hint="Its last lines above say why."
            )
        with suppress(FetchError):
            Fetcher(settings, ssl_context=trusted).get(f"{place.local}/healthz")
            return
        time.sleep(0.1)
    raise StepladderError(
        f"The server did not answer within {_READY_WITHIN:.0f} seconds.",
        code="serve.failed",
        hint="Its last lines above say why.",
    )


def _say_where(place: Place, environment: dict[str, str], *, demo: bool, seconds: float) -> None:
    lines = ["", f"Stepladder is ready at {place.local}  ({seconds:.1f} seconds)"]
    if place.certificate:
        lines.append(
            f"  Its certificate is its own; programs that should trust it are told: {place.certificate.certificate}"
        )
    if demo:
        lines += [
            "  Sign in as anyone of the demo with one click; outgoing mail is at /dev/mail.",
            "  Stop with Ctrl-C.",
        ]
    print("\n".join(lines), flush=True)  # noqa: T201 - this is the command's output
    if place.everywhere:
        import segno

        address = environment.get("STEPLADDER_PUBLIC_URL", place.local)
        print(f"\nOn a phone in the same network: {address}", flush=True)  # noqa: T201 - this is the command's output
        segno.make(address).terminal(compact=True)


def _stay(children: list[subprocess.Popen[bytes]], stopping: list[int]) -> int:
    while True:
        for child in children:
            code = child.poll()
            if code is not None:
                return 0 if stopping else code or 1
        time.sleep(0.2)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _STOP_WITHIN
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, until - time.monotonic()))
        if child.poll() is None:
            child.kill()


def lan_address() -> str:
    """Return this machine's address in its network. Nothing is sent: the kernel only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
