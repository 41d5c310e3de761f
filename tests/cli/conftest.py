"""The command line as people run it, and a badge made with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FAMOUS = "University of Oxford"


class CommandLine:
    """Runs the real command in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "stepladder.cli", *map(str, arguments)],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", **environment},
        )
        out, err = done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode("utf-8", "backslashreplace")
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

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
