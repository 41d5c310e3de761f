"""The certificate of our own: made once, its key for its owner alone, good for a connection, made anew in time."""

from __future__ import annotations

import asyncio
import os
import ssl
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from stepladder.server.kernel import clock
from stepladder.server.project.certificate import VALID_FOR, Certificate, self_signed
from stepladder.server.project.config import Config

if TYPE_CHECKING:
    from pathlib import Path

MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def names(made: Certificate) -> set[str]:
    found = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return {str(each.value) for each in extension.value}


def test_it_is_made_once_and_its_key_is_its_owners(tmp_path: Path) -> None:
    made = self_signed(tmp_path, ["badges.college.example"])
    first = made.certificate.read_bytes()
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    assert {"localhost", "127.0.0.1", "::1", "badges.college.example"} == names(made)
    assert self_signed(tmp_path, ["badges.college.example", ""]).certificate.read_bytes() == first
    assert self_signed(tmp_path, []).certificate.read_bytes() == first, "it holds more names than are needed"


def test_it_is_made_anew_for_another_name_and_before_it_ends(tmp_path: Path) -> None:
    with clock.frozen(MARCH) as now:
        first = self_signed(tmp_path, []).certificate.read_bytes()
        second = self_signed(tmp_path, ["192.0.2.7"])
        assert second.certificate.read_bytes() != first
        assert "192.0.2.7" in names(second)
        kept = second.certificate.read_bytes()
        now.move(VALID_FOR - timedelta(days=8))
        assert self_signed(tmp_path, ["192.0.2.7"]).certificate.read_bytes() == kept
        now.move(timedelta(days=2))
        assert self_signed(tmp_path, ["192.0.2.7"]).certificate.read_bytes() != kept


def test_what_is_damaged_is_made_anew(tmp_path: Path) -> None:
    made = self_signed(tmp_path, [])
    made.certificate.write_text("nonsense")
    assert names(self_signed(tmp_path, []))


def test_whoever_is_told_to_trust_it_can_connect(tmp_path: Path) -> None:
    made = self_signed(tmp_path, [])
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(made.certificate, made.key)
    trusting = ssl.create_default_context(cafile=made.certificate)

    async def talk(context: ssl.SSLContext) -> bytes:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=served)
        async with server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
            writer.write(b"hello\n")
            said = await reader.readline()
            writer.close()
            return said

    # In a thread of its own: where this process has started a browser, a loop runs in this one already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(asyncio.run, talk(trusting)).result() == b"hello\n"
        with pytest.raises(ssl.SSLCertVerificationError):
            thread.submit(asyncio.run, talk(ssl.create_default_context())).result()


def test_the_setting_makes_the_servers_address_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEPLADDER_PUBLIC_URL", raising=False)
    monkeypatch.setenv("PORT", "8123")
    assert Config().site_url == "http://127.0.0.1:8123"
    monkeypatch.setenv("STEPLADDER_HTTPS_SELF_SIGNED", "1")
    assert Config().site_url == "https://127.0.0.1:8123"


def test_nobody_is_bound_to_https_by_a_certificate_of_our_own(tmp_path: Path) -> None:
    code = (
        "from stepladder.server.project import settings as s;"
        "print(getattr(s, 'SECURE_HSTS_SECONDS', 0), hasattr(s, 'SECURE_PROXY_SSL_HEADER'), s.SESSION_COOKIE_SECURE)"
    )
    environment = {"PATH": os.environ["PATH"], "STEPLADDER_DATA": str(tmp_path)}
    for more, said in (({"STEPLADDER_HTTPS_SELF_SIGNED": "1"}, "0 False True"), ({}, "31536000 True True")):
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment | more, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == said
