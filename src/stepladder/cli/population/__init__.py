"""``stepladder gaps``: the gaps of a whole population at once."""

from __future__ import annotations

from stepladder.cli.population.commands import register

__all__ = ["register"]
