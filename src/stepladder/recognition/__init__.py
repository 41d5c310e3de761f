"""Recognition: a verified credential becomes evidence of skills. The only bridge between the two libraries."""

from __future__ import annotations

from stepladder.recognition.attest import attest
from stepladder.recognition.mapping import Mapped, Target, map_alignment, skills_meant

__all__ = ["Mapped", "Target", "attest", "map_alignment", "skills_meant"]
