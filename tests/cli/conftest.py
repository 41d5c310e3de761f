"""The command line as people run it, and a badge made with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from stepladder.cli.app import app

FAMOUS = "University of Oxford"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class CommandLine:
    """Runs the command in a folder of its own: in this process, which is quick, or in one of its own."""

    def __init__(self, folder: Path, *, own_process: bool = False) -> None:
        self.folder = folder
        self._run = self._outside if own_process else self._inside

    def __call__(self, *arguments: object, stdin: bytes = b"", **environment: str) -> Done:
        done = self._run([str(argument) for argument in arguments], stdin, {"COLUMNS": "100", **environment})
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def _inside(self, arguments: list[str], stdin: bytes, environment: dict[str, str]) -> Done:
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner().invoke(app, arguments, input=stdin, env=environment, prog_name="stepladder")
        finally:
            os.chdir(before)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    def _outside(self, arguments: list[str], stdin: bytes, environment: dict[str, str]) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "stepladder.cli", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )
        out, err = (text.decode("utf-8", "backslashreplace") for text in (done.stdout, done.stderr))
        return Done(done.returncode, out, err)

    def json(self, *arguments: object, exit_code: int = 0, **environment: str) -> Any:
        done = self(*arguments, "--json", **environment)
        assert done.returncode == exit_code, done.stdout + done.stderr
        return json.loads(done.stdout)

    def write(self, name: str, content: object) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path


def unsigned_badge(issuer: str, name: str = FAMOUS, **members: object) -> dict[str, Any]:
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0b3c1a52-6b5e-4a5f-9a3e-2f6a1c1d7e10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": name},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Data analysis basics",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "learner@example.org",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": {
                "id": "urn:uuid:6a1f0d8c-54d7-4f07-8a77-0d3a7f3c4f21",
                "type": ["Achievement"],
                "name": "Data analysis basics",
                "description": "Reads a table, cleans it and draws what it says.",
                "criteria": {"narrative": "A supervised task of two hours."},
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "perform data analysis",
                        "targetUrl": "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
                    }
                ],
            },
        },
        **members,
    }


def small_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = (1).to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(bytes([0, 80, 120, 200]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SMALL_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.fixture
def stepladder(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def command(tmp_path: Path) -> CommandLine:
    """The real command, in a process of its own."""
    return CommandLine(tmp_path, own_process=True)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, an unsigned badge in a famous name, the badge signed, and both pictures of it."""
    run = CommandLine(tmp_path_factory.mktemp("made"))
    key = run.json("keys", "new", "-o", "key.json")
    run.write("unsigned.json", unsigned_badge(key["controller"]))
    run.write("plain.png", small_png())
    run.write("plain.svg", SMALL_SVG)
    for arguments in (
        ("issue", "unsigned.json", "--key", "key.json", "-o", "badge.json"),
        ("bake", "plain.png", "badge.json", "-o", "badge.png"),
        ("bake", "plain.svg", "badge.json", "-o", "badge.svg"),
    ):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
    return run.folder
