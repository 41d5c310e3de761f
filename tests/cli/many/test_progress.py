"""The bar: on a terminal, on stderr, and gone in the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_terminal_sees_how_far_it_is(stepladder: Any, folder: Callable[[int], Path]) -> None:
    folder(60)
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "stepladder.cli", "verify", "--many", "badges", "--report", "out.csv", "--offline"],
        cwd=stepladder.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    drawn = b""
    try:
        while block := os.read(ours, 65_536):
            drawn += block
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert re.search(r"\d+/60", drawn.decode())
    assert drawn.rstrip().endswith(b"\x1b[2K")  # the line is wiped
    assert b"\x1b[?25h" in drawn  # and the cursor is back
    assert out.startswith("60 done in ")
    assert "\x1b" not in out
