"""The fetch guard: the only way out of this system. No Django here: the command line fetches through it too.

A badge names addresses (keys, status lists) that its maker chose, so every address is a stranger's. The guard

1. takes only ``https`` on port 443, without user name and password (``addresses.read_target``);
2. resolves the name once, refuses it when *any* of its addresses is not public, and connects to an address it has
   checked, so that a second answer of the name server (DNS rebinding) is never asked for;
3. keeps the host name for TLS: the certificate must be valid for the name, not for the pinned address;
4. follows at most three redirects, each through steps 1 to 3 again;
5. spends at most five seconds in all and reads at most one megabyte, counted after decompression;
6. sends no cookie and no referrer, remembers failures for a minute, and opens few connections to one host.

``FetchSettings.allow`` names exact ``host:port`` pairs that are exempt from 1 and 2: a demo on this machine, a test.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import threading
import time
import zlib
from collections import Counter, OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import SSLError as WrappedSSLError
from urllib3.exceptions import TimeoutError as WrappedTimeoutError

from stepladder import __version__
from stepladder.server.kernel.addresses import ALLOW_VARIABLE, FetchError, Target, is_public, read_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from urllib3.response import BaseHTTPResponse

__all__ = ["ALLOW_VARIABLE", "FetchError", "FetchSettings", "Fetched", "Fetcher", "is_public", "resolve_with_system"]

USER_AGENT = f"stepladder/{__version__} (credential verifier)"
ACCEPT = "application/json, */*;q=0.5"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 16_384
_REMEMBERED = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The limits of the guard. Seconds and bytes; ``allow`` holds exact ``host:port`` pairs in lower case."""

    deadline: float = 5.0
    max_bytes: int = 1_000_000
    max_redirects: int = 3
    negative_ttl: float = 60.0
    per_host: int = 4
    ports: frozenset[int] = frozenset({443})
    allow: frozenset[str] = frozenset()

    @classmethod
    def from_environment(cls) -> FetchSettings:
        """Read ``STEPLADDER_FETCH_ALLOW``: ``host:port`` pairs with commas between them."""
        pairs = os.environ.get(ALLOW_VARIABLE, "").lower().split(",")
        return cls(allow=frozenset(pair.strip() for pair in pairs if pair.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body, the address that gave it after redirects, and its declared media type."""

    url: str
    body: bytes
    content_type: str


@dataclass(slots=True, kw_only=True)
class _Deadline:
    """Seconds left for everything: names, connections, redirects and bodies together."""

    url: str
    seconds: float
    ends: float
    clock: Callable[[], float]
    fired: threading.Event = field(default_factory=threading.Event)

    def left(self) -> float:
        left = self.ends - self.clock()
        if left <= 0 or self.fired.is_set():
            raise self.error()
        return left

    def error(self) -> FetchError:
        return FetchError(
            f"The address did not answer completely within {self.seconds:g} seconds.",
            code="fetch.timeout",
            where=self.url,
            hint="Try again later, or give the document as a file.",
        )

    @contextmanager
    def cutting(self, connection: HTTPConnection) -> Iterator[None]:
        """Cut the connection when time is up: an answer that trickles never runs into a socket's own timeout."""

        def cut() -> None:
            self.fired.set()
            if isinstance(connection.sock, socket.socket):
                with suppress(OSError):
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

        timer = threading.Timer(self.left(), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class _PlainConnection(HTTPConnection):
    budget: _Deadline

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        connected.settimeout(self.budget.left())
        return connected


class _SecureConnection(HTTPSConnection):
    budget: _Deadline

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        connected.settimeout(self.budget.left())  # the handshake has what is left, not a whole timeout again
        return connected


def resolve_with_system(host: str, port: int) -> list[str]:
    """Ask the system's resolver for the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetch public documents from strangers' addresses. One instance serves many threads.

    ``resolve`` turns a host and port into addresses, ``clock`` counts seconds, ``ssl_context`` verifies certificates
    (default: the system's authorities); all three are arguments so that tests can set the scene.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        resolve: Callable[[str, int], Sequence[str]] = resolve_with_system,
        clock: Callable[[], float] = time.monotonic,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._resolve = resolve
        self._clock = clock
        self._ssl_context = ssl_context
        self._failures: OrderedDict[str, tuple[float, FetchError]] = OrderedDict()
        self._open: Counter[str] = Counter()
        self._turn = threading.Condition()

    def get(self, url: str, *, accept: str = ACCEPT) -> bytes:
        """Return the body at a URL. Raises ``FetchError`` for everything else."""
        return self.fetch(url, accept=accept).body

    def fetch(self, url: str, *, accept: str = ACCEPT) -> Fetched:
        """Return the body with its final address and media type. Raises ``FetchError`` for everything else."""
        target = read_target(url, allow=self.settings.allow, ports=self.settings.ports)
        self._refuse_remembered(url)
        seconds = self.settings.deadline
        deadline = _Deadline(url=url, seconds=seconds, ends=self._clock() + seconds, clock=self._clock)
        try:
            return self._follow(target, accept, deadline)
        except FetchError as error:
            self._remember(url, error)
            raise

    def _follow(self, target: Target, accept: str, deadline: _Deadline) -> Fetched:
        for _ in range(self.settings.max_redirects + 1):
            with self._turn_at(target, deadline):
                answer = self._exchange(target, accept, deadline)
            if isinstance(answer, Fetched):
                return answer
            target = read_target(urljoin(target.url, answer), allow=self.settings.allow, ports=self.settings.ports)
        raise _redirect(deadline.url, f"The address redirected more than {self.settings.max_redirects} times.")

    # ------------------------------------------------------------------ step 2: addresses
    def _addresses(self, target: Target, deadline: _Deadline) -> list[str]:
        addresses = self._resolved(target, deadline)
        if not addresses:
            raise _unreachable(target.url, f"the name {target.host} has no address")
        for address in addresses:
            if not target.allowed and not is_public(address):
                raise FetchError(
                    f"The address leads to {address}, which is not on the public internet.",
                    code="fetch.blocked_address",
                    where=target.url,
                    hint="Nothing was sent. Documents are fetched from public addresses only.",
                )
        return addresses

    def _resolved(self, target: Target, deadline: _Deadline) -> list[str]:
        with suppress(ValueError):
            return [str(ipaddress.ip_address(target.host))]
        outcome: list[Sequence[str] | Exception] = []

        def ask() -> None:
            try:
                outcome.append(self._resolve(target.host, target.port))
            except (OSError, UnicodeError) as error:
                outcome.append(error)

        asking = threading.Thread(target=ask, daemon=True, name="stepladder-resolve")
        asking.start()
        asking.join(deadline.left())  # the system's resolver knows no deadline
        if not outcome:
            raise deadline.error()
        if isinstance(outcome[0], Exception):
            raise _unreachable(target.url, f"the name {target.host} could not be resolved") from outcome[0]
        return list(outcome[0])

    # ------------------------------------------------------------------ steps 3 to 5: the exchange
    def _exchange(self, target: Target, accept: str, deadline: _Deadline) -> Fetched | str:
        """Return the body at one address, or the place that a redirect names."""
        connection = self._connect(target, self._addresses(target, deadline), deadline)
        try:
            with deadline.cutting(connection):
                answer = self._ask(connection, target, accept, deadline)
                deadline.left()  # a connection cut at the deadline looks like the end of a body
        except FetchError:
            raise
        except Exception as error:  # urllib3, http.client, ssl and socket each have their own family
            if deadline.fired.is_set() or isinstance(error, (TimeoutError, WrappedTimeoutError)):
                raise deadline.error() from error
            raise _unreachable(target.url, "the connection broke") from error
        finally:
            connection.close()
        return answer

    def _ask(self, connection: HTTPConnection, target: Target, accept: str, deadline: _Deadline) -> Fetched | str:
        headers = {
            "Host": target.host_header,
            "User-Agent": USER_AGENT,
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request("GET", target.path, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            if "Location" not in response.headers:
                raise _redirect(target.url, "The address redirects without saying where.")
            return response.headers["Location"]
        if response.status != 200:
            raise FetchError(
                f"The address answered with HTTP status {response.status} instead of 200.",
                code="fetch.gone" if response.status == 410 else "fetch.http_status",
                where=target.url,
                hint="The document may have moved. Try again later, or give it as a file.",
            )
        body = self._read(response, target, deadline)
        return Fetched(url=target.url, body=body, content_type=response.headers.get("Content-Type", ""))

    def _connect(self, target: Target, addresses: list[str], deadline: _Deadline) -> HTTPConnection:
        problem: Exception | None = None
        for position, address in enumerate(addresses):
            connection = self._connection(target, address, deadline)
            connection.timeout = deadline.left() / (len(addresses) - position)
            try:
                connection.connect()
                connection.timeout = deadline.left()
            except Exception as error:  # noqa: BLE001 the families of urllib3, ssl and socket; the next address may do
                problem = error
                connection.close()
            else:
                return connection
        if isinstance(problem, (ssl.SSLError, WrappedSSLError)):
            raise FetchError(
                f"The certificate of {target.host} could not be trusted.",
                code="fetch.tls",
                where=target.url,
                hint="The host must show a valid certificate for its own name.",
            ) from problem
        if isinstance(problem, (FetchError, TimeoutError, WrappedTimeoutError)):
            raise deadline.error() from problem
        raise _unreachable(target.url, "no connection could be made") from problem

    def _connection(self, target: Target, address: str, deadline: _Deadline) -> HTTPConnection:
        if target.scheme == "http":
            plain = _PlainConnection(address, target.port)
            plain.budget = deadline
            return plain
        if self._ssl_context is None:
            self._ssl_context = ssl.create_default_context()
        secure = _SecureConnection(address, target.port, ssl_context=self._ssl_context, server_hostname=target.host)
        secure.budget = deadline
        return secure

    def _read(self, response: BaseHTTPResponse, target: Target, deadline: _Deadline) -> bytes:
        """Read at most ``max_bytes``, counted after decompression and never decompressed further."""
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise FetchError(
                f"The document came in the coding {coding!r}, which was not asked for.",
                code="fetch.encoding",
                where=target.url,
                hint="Serve it plain or with gzip.",
            )
        inflate: Any = None if coding in {"", "identity"} else zlib.decompressobj(wbits=47)
        limit, body, received = self.settings.max_bytes, bytearray(), 0
        while chunk := response.read1(_CHUNK):
            deadline.left()
            received += len(chunk)
            while chunk:
                body += chunk if inflate is None else inflate.decompress(chunk, limit + 1 - len(body))
                chunk = b"" if inflate is None else inflate.unconsumed_tail
                if len(body) > limit or received > limit:
                    raise FetchError(
                        f"The document is larger than {limit:,} bytes.",
                        code="fetch.too_large",
                        where=target.url,
                        hint="Reading stopped there. A key document or status list is far smaller.",
                    )
        if inflate is not None and not inflate.eof:
            raise _unreachable(target.url, "the compressed document ends too early")
        return bytes(body)

    # ------------------------------------------------------------------ step 6: manners
    @contextmanager
    def _turn_at(self, target: Target, deadline: _Deadline) -> Iterator[None]:
        key = f"{target.host}:{target.port}"
        with self._turn:
            while self._open[key] >= self.settings.per_host:
                self._turn.wait(timeout=deadline.left())
            self._open[key] += 1
        try:
            yield
        finally:
            with self._turn:
                self._open[key] -= 1
                if not self._open[key]:
                    del self._open[key]
                self._turn.notify_all()

    def _refuse_remembered(self, url: str) -> None:
        with self._turn:
            until, error = self._failures.get(url, (0.0, None))
            if error is not None and self._clock() >= until:
                del self._failures[url]
                error = None
        if error is not None:
            raise FetchError(error.message, code=error.code, where=error.where, hint=error.hint)

    def _remember(self, url: str, error: FetchError) -> None:
        with self._turn:
            self._failures[url] = (self._clock() + self.settings.negative_ttl, error)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)


def _redirect(url: str, message: str) -> FetchError:
    hint = "Ask for the final address of the document and use that."
    return FetchError(message, code="fetch.redirect", where=url, hint=hint)


def _unreachable(url: str, why: str) -> FetchError:
    return FetchError(
        f"The address could not be reached: {why}.",
        code="fetch.unreachable",
        where=url,
        hint="Check the address and the connection, or give the document as a file.",
    )
