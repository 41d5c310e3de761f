"""``python -m stepladder.cli`` is ``stepladder``."""

from __future__ import annotations

from stepladder.cli import main

main()
