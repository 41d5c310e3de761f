"""Fault 15: which addresses the guard takes apart, and which it refuses before anything is asked."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.server.kernel.addresses import FetchError, is_public, read_target

HTTPS = frozenset({443})


def refusal(url: str) -> str:
    with pytest.raises(FetchError) as caught:
        read_target(url, allow=frozenset(), ports=HTTPS)
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254"),  # noqa: S104 an address to refuse
        *("100.64.0.1", "192.0.0.1", "192.0.2.7", "192.88.99.1", "198.18.0.1", "198.51.100.2", "203.0.113.9"),
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1"),
        *("fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1", "100::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808"),
        *("", "localhost", "1", "0x7f000001"),
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_an_address_that_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://issuer.example/key.json", "fetch.not_https"),
        ("file:///etc/passwd", "fetch.not_https"),
        ("gopher://issuer.example/", "fetch.not_https"),
        ("data:text/plain,hello", "fetch.not_https"),
        ("//issuer.example/key.json", "fetch.not_https"),
        ("", "fetch.not_https"),
        ("https://issuer.example:8443/", "fetch.bad_port"),
        ("https://issuer.example:22/", "fetch.bad_port"),
        ("https://issuer.example:0/", "fetch.bad_port"),
        ("https://issuer.example:99999/", "fetch.bad_url"),
        ("https://issuer.example:abc/", "fetch.bad_url"),
        ("https://user@issuer.example/", "fetch.userinfo"),
        ("https://user:word@issuer.example/", "fetch.userinfo"),
        ("https://issuer.example@127.0.0.1/", "fetch.userinfo"),
        ("https://2130706433/", "fetch.blocked_address"),
        ("https://0x7f000001/", "fetch.blocked_address"),
        ("https://0x7f.1/", "fetch.blocked_address"),
        ("https://0177.0.0.1/", "fetch.blocked_address"),
        ("https://127.1/", "fetch.blocked_address"),
        ("https://127.0.0.1.5/", "fetch.blocked_address"),
        ("https:///key.json", "fetch.bad_url"),
        ("https://[::1/", "fetch.bad_url"),
        ("https://issuer example/", "fetch.bad_url"),
        ("https://issuer.example/\r\nHost: other", "fetch.bad_url"),
        ("https://issuer.example\\@127.0.0.1/", "fetch.bad_url"),
        ("https://issuer..example/", "fetch.bad_url"),
        ("https://issuer.example%2f@127.0.0.1/", "fetch.userinfo"),
        ("https://issuer.example%00/", "fetch.bad_url"),
        ("https://issuer.example/" + "a" * 3000, "fetch.bad_url"),
    ],
)
def test_an_address_that_is_never_asked_for(url: str, code: str) -> None:
    assert refusal(url) == code


def test_the_password_in_an_address_is_not_repeated_in_the_error() -> None:
    with pytest.raises(FetchError) as caught:
        read_target("https://user:hush@issuer.example/k", allow=frozenset(), ports=HTTPS)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "host", "path", "header"),
    [
        ("https://Issuer.Example/Key.json?a=b#part", "issuer.example", "/Key.json?a=b", "issuer.example"),
        ("https://issuer.example.", "issuer.example", "/", "issuer.example"),
        ("https://bücher.example/ä", "xn--bcher-kva.example", "/%C3%A4", "xn--bcher-kva.example"),
        ("https://[2606:2800::1]/", "2606:2800::1", "/", "[2606:2800::1]"),
        ("https://8.8.8.8:443/", "8.8.8.8", "/", "8.8.8.8"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, path: str, header: str) -> None:
    target = read_target(url, allow=frozenset(), ports=HTTPS)
    assert (target.host, target.path, target.host_header, target.allowed) == (host, path, header, False)
    assert "#" not in target.url


def test_an_allowance_frees_exactly_one_host_and_port() -> None:
    allow = frozenset({"127.0.0.1:8000"})
    assert read_target("http://127.0.0.1:8000/x", allow=allow, ports=HTTPS).allowed
    for other in ("http://127.0.0.1:8001/x", "http://127.0.0.2:8000/x", "http://127.0.0.1/x"):
        with pytest.raises(FetchError):
            read_target(other, allow=allow, ports=HTTPS)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_named_refusal(text: str) -> None:
    with suppress(FetchError):
        assert read_target("https://" + text, allow=frozenset(), ports=HTTPS).port == 443


def test_the_way_out_and_the_clock_load_no_django() -> None:
    script = (
        "import sys; sys.modules['django'] = None;"
        "import stepladder.server.kernel.fetch, stepladder.server.kernel.clock;"
        "sys.exit(any(name.startswith('django.') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
