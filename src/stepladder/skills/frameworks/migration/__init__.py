"""Migration: what became of each skill and occupation in a newer version of a framework, and what names them moved."""

from __future__ import annotations

from stepladder.skills.frameworks.migration.applying import (
    Aligned,
    led_to,
    migrate_alignments,
    migrate_profile,
    touched,
)
from stepladder.skills.frameworks.migration.matching import identity, migration_between, then
from stepladder.skills.frameworks.migration.model import Change, Migration, Target
from stepladder.skills.frameworks.migration.replacements import read_replacements

__all__ = [
    "Aligned",
    "Change",
    "Migration",
    "Target",
    "identity",
    "led_to",
    "migrate_alignments",
    "migrate_profile",
    "migration_between",
    "read_replacements",
    "then",
    "touched",
]
