"""Faults 13, 15 and 16: a real server on this machine is the trap; it counts what arrives."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from stepladder.server.kernel.fetch import Fetcher, FetchError, FetchSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PUBLIC = "93.184.216.34"


class Trap:
    """A server on loopback that counts connections and answers each with what it was told to say."""

    def __init__(self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.socket(family, socket.SOCK_STREAM)
        self._listening.bind((host, 0))
        self._listening.listen(16)
        self._context = context
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self.requests: list[str] = []
        self.answer: Callable[[socket.socket, str], None] = says(b"{}")
        self.closed = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.closed.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        try:
            with self._context.wrap_socket(connection, server_side=True) if self._context else connection as channel:
                text = b""
                while b"\r\n\r\n" not in text and (part := channel.recv(4096)):
                    text += part
                self.requests.append(text.decode("latin-1"))
                self.answer(channel, text.decode("latin-1").split(" ")[1] if text else "")
        except OSError:
            pass

    def close(self) -> None:
        self.closed.set()
        self._listening.close()


def says(body: bytes, *headers: str, status: str = "200 OK") -> Callable[[socket.socket, str], None]:
    def answer(channel: socket.socket, _path: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        channel.sendall("\r\n".join(lines).encode() + body)

    return answer


@pytest.fixture
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


def allowed(trap: Trap, host: str = "127.0.0.1", **limits: float) -> Fetcher:
    settings = FetchSettings(allow=frozenset({f"{host}:{trap.port}"}), **limits)  # type: ignore[arg-type]
    return Fetcher(settings, resolve=lambda _host, _port: ["127.0.0.1"])


@contextmanager
def fails_with(code: str) -> Iterator[None]:
    with pytest.raises(FetchError) as caught:
        yield
    assert caught.value.code == code, caught.value


# ---------------------------------------------------------------------- fault 15: no packet arrives
FORMS = [
    *("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "0x7f000001", "0177.0.0.1"),
    *("127.1", "0", "0.0.0.0", "localhost", "trap.test", "169.254.169.254"),  # noqa: S104 an address to refuse
]


@pytest.mark.parametrize("host", FORMS)
def test_no_packet_reaches_this_machine(trap: Trap, host: str) -> None:
    fetcher = Fetcher(FetchSettings(ports=frozenset({trap.port})), resolve=lambda _host, _port: ["127.0.0.1"])
    with fails_with("fetch.blocked_address"):
        fetcher.get(f"https://{host}:{trap.port}/key.json")
    assert trap.connections == 0


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "https://me@127.0.0.1:{port}/"]
)
def test_no_packet_through_scheme_port_or_user(trap: Trap, url: str) -> None:
    with pytest.raises(FetchError):
        Fetcher().get(url.format(port=trap.port))
    assert trap.connections == 0


def test_one_private_address_among_public_ones_spoils_the_name(trap: Trap) -> None:
    fetcher = Fetcher(FetchSettings(ports=frozenset({trap.port})), resolve=lambda _host, _port: [PUBLIC, "127.0.0.1"])
    with fails_with("fetch.blocked_address"):
        fetcher.get(f"https://trap.test:{trap.port}/")
    assert trap.connections == 0


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_name_that_changes_its_answer_is_asked_only_once(trap: Trap) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    fetcher = Fetcher(FetchSettings(ports=frozenset({trap.port}), deadline=0.5), resolve=rebinding)
    with pytest.raises(FetchError) as caught:  # the public address itself is out of reach in a test
        fetcher.get(f"https://trap.test:{trap.port}/")
    assert caught.value.code in {"fetch.unreachable", "fetch.timeout"}
    assert asked == ["trap.test"]
    assert trap.connections == 0


def test_the_checked_address_is_the_one_connected_to(trap: Trap) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    settings = FetchSettings(allow=frozenset({f"no-such-name.test:{trap.port}"}))
    assert Fetcher(settings, resolve=resolve).get(f"http://no-such-name.test:{trap.port}/") == b"{}"
    assert asked == ["no-such-name.test"]
    assert f"Host: no-such-name.test:{trap.port}" in trap.requests[0]


# ---------------------------------------------------------------------- redirects
@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://127.0.0.2:{port}/", "fetch.not_https"),
        ("https://127.0.0.1/", "fetch.blocked_address"),
        ("https://[::1]/", "fetch.blocked_address"),
        ("https://2130706433/", "fetch.blocked_address"),
        ("https://me@issuer.example/", "fetch.userinfo"),
        ("https://issuer.example:8443/", "fetch.bad_port"),
        ("file:///etc/passwd", "fetch.not_https"),
        ("//127.0.0.2:{port}/x", "fetch.not_https"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(trap: Trap, target: str, code: str) -> None:
    trap.answer = says(b"", f"Location: {target.format(port=trap.port)}", status="302 Found")
    with fails_with(code):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")
    assert trap.connections == 1


def test_three_redirects_are_followed_and_a_fourth_is_not(trap: Trap) -> None:
    def stairs(channel: socket.socket, path: str) -> None:
        left = int(path.removeprefix("/"))
        moved = says(b"", f"Location: /{left - 1}", status="307 Temporary Redirect")
        (moved if left else says(b"there"))(channel, path)

    trap.answer = stairs
    assert allowed(trap).get(f"http://127.0.0.1:{trap.port}/3") == b"there"
    with fails_with("fetch.redirect"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/4")
    trap.answer = says(b"", status="302 Found")
    with fails_with("fetch.redirect"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")


# ---------------------------------------------------------------------- faults 13 and 16: bodies
def test_a_body_above_the_cap_is_cut(trap: Trap) -> None:
    trap.answer = says(b"x" * 1001)
    with fails_with("fetch.too_large"):
        allowed(trap, max_bytes=1000).get(f"http://127.0.0.1:{trap.port}/")
    trap.answer = says(b"x" * 1000)
    assert len(allowed(trap, max_bytes=1000).get(f"http://127.0.0.1:{trap.port}/")) == 1000


def test_a_gzip_bomb_is_cut_at_the_cap(trap: Trap) -> None:
    trap.answer = says(gzip.compress(bytes(60_000_000)), "Content-Encoding: gzip")
    with fails_with("fetch.too_large"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")


def test_a_compressed_document_is_read(trap: Trap) -> None:
    text = b'{"id": "did:example:1"}' * 3000
    trap.answer = says(gzip.compress(text), "Content-Encoding: gzip")
    assert allowed(trap).get(f"http://127.0.0.1:{trap.port}/") == text
    trap.answer = says(gzip.compress(text)[:-20], "Content-Encoding: gzip")
    with fails_with("fetch.unreachable"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/short")
    trap.answer = says(text, "Content-Encoding: br")
    with fails_with("fetch.encoding"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/br")


def drip(trap: Trap, start: bytes) -> Callable[[socket.socket, str], None]:
    def answer(channel: socket.socket, _path: str) -> None:
        channel.sendall(start)
        while not trap.closed.wait(0.01):
            channel.sendall(b"x")

    return answer


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 2",
    ],
    ids=["endless body", "slow body", "slow header", "slow status"],
)
def test_an_answer_that_trickles_is_cut_at_the_deadline(trap: Trap, start: bytes) -> None:
    trap.answer = drip(trap, start)
    began = time.monotonic()
    with fails_with("fetch.timeout"):
        allowed(trap, deadline=0.3).get(f"http://127.0.0.1:{trap.port}/")
    assert time.monotonic() - began < 2


def test_silence_is_cut_at_the_deadline(trap: Trap) -> None:
    trap.answer = lambda _channel, _path: trap.closed.wait(10) and None
    with fails_with("fetch.timeout"):
        allowed(trap, deadline=0.3).get(f"http://127.0.0.1:{trap.port}/")


def test_a_name_server_that_hangs_is_cut_at_the_deadline(trap: Trap) -> None:
    def hanging(_host: str, _port: int) -> list[str]:
        trap.closed.wait(10)
        return [PUBLIC]

    with fails_with("fetch.timeout"):
        Fetcher(FetchSettings(deadline=0.2), resolve=hanging).get("https://issuer.example/")


def test_failures_have_names(trap: Trap) -> None:
    trap.answer = says(b"gone", status="404 Not Found")
    with fails_with("fetch.http_status"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")
    trap.answer = says(b"", status="410 Gone")
    with fails_with("fetch.gone"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")
    trap.answer = lambda channel, _path: channel.sendall(b"what?\r\n\r\n")
    with fails_with("fetch.unreachable"):
        allowed(trap).get(f"http://127.0.0.1:{trap.port}/")
    trap.close()
    with fails_with("fetch.unreachable"):
        Fetcher(resolve=lambda _host, _port: []).get("https://issuer.example/")


# ---------------------------------------------------------------------- manners
def test_a_failure_is_remembered_for_a_minute(trap: Trap) -> None:
    moment = [0.0]
    settings = FetchSettings(allow=frozenset({f"127.0.0.1:{trap.port}"}))
    fetcher = Fetcher(settings, clock=lambda: moment[0])
    url = f"http://127.0.0.1:{trap.port}/"
    trap.answer = says(b"", status="500 Oops")
    for _ in range(3):
        with fails_with("fetch.http_status"):
            fetcher.get(url)
    assert trap.connections == 1
    trap.answer = says(b"back")
    moment[0] = 61.0
    assert fetcher.get(url) == b"back"


def test_no_cookie_and_no_referrer_and_one_fixed_agent(trap: Trap) -> None:
    def moving(channel: socket.socket, path: str) -> None:
        found = path == "/end"
        says(
            b"{}", "Set-Cookie: id=1", *([] if found else ["Location: /end"]), status="200 OK" if found else "302 Found"
        )(channel, path)

    trap.answer = moving
    fetcher = allowed(trap)
    fetcher.get(f"http://127.0.0.1:{trap.port}/")
    fetcher.get(f"http://127.0.0.1:{trap.port}/end")
    assert len(trap.requests) == 3
    for request in trap.requests:
        assert "cookie" not in request.lower()
        assert "referer" not in request.lower()
        assert "User-Agent: stepladder/" in request


def test_few_connections_to_one_host_at_a_time(trap: Trap) -> None:
    lock, busy, most, gate = threading.Lock(), [0], [0], threading.Event()

    def counting(channel: socket.socket, path: str) -> None:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            if busy[0] == 2:
                gate.set()
        gate.wait(5)
        with lock:
            busy[0] -= 1
        says(b"{}")(channel, path)

    trap.answer = counting
    fetcher = allowed(trap, per_host=2)
    threads = [threading.Thread(target=fetcher.get, args=(f"http://127.0.0.1:{trap.port}/{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert trap.connections == 6
    assert most[0] == 2


# ---------------------------------------------------------------------- TLS
@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.test")])
    day = timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("issuer.test"), x509.IPAddress(ip_address("::1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "issuer.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_trap(certificate: Path) -> Iterator[Trap]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    found = Trap(context=context)
    yield found
    found.close()


def tls_fetcher(trap: Trap, host: str, certificate: Path | None) -> Fetcher:
    context = ssl.create_default_context(cafile=str(certificate)) if certificate else None
    settings = FetchSettings(allow=frozenset({f"{host}:{trap.port}"}))
    return Fetcher(settings, resolve=lambda _host, _port: ["127.0.0.1"], ssl_context=context)


def test_the_certificate_is_checked_for_the_name_not_the_pinned_address(tls_trap: Trap, certificate: Path) -> None:
    url = f"https://issuer.test:{tls_trap.port}/"
    assert tls_fetcher(tls_trap, "issuer.test", certificate).get(url) == b"{}"


def test_a_certificate_for_another_name_or_of_a_stranger_is_refused(tls_trap: Trap, certificate: Path) -> None:
    with fails_with("fetch.tls"):
        tls_fetcher(tls_trap, "other.test", certificate).get(f"https://other.test:{tls_trap.port}/")
    with fails_with("fetch.tls"):
        tls_fetcher(tls_trap, "issuer.test", None).get(f"https://issuer.test:{tls_trap.port}/")
    assert tls_trap.requests == []


def test_a_handshake_that_hangs_is_cut_at_the_deadline(trap: Trap) -> None:
    trap.answer = drip(trap, b"")
    settings = FetchSettings(allow=frozenset({f"issuer.test:{trap.port}"}), deadline=0.3)
    fetcher = Fetcher(settings, resolve=lambda _host, _port: ["127.0.0.1"])
    with pytest.raises(FetchError) as caught:
        fetcher.get(f"https://issuer.test:{trap.port}/")
    assert caught.value.code in {"fetch.timeout", "fetch.tls", "fetch.unreachable"}
