"""The error of a command that was not used as it asks."""

from __future__ import annotations

from stepladder.errors import StepladderError


class CommandError(StepladderError):
    """A file, option or address that the command cannot work with; exit code 2. Codes begin with ``usage.``."""
