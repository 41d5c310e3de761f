"""Build or hire: what it costs to close a gap by learning, against hiring somebody who has the skill, as ranges.

``build_or_hire()`` compares by seeded simulation over `Assumptions`, every one named, sourced and editable.
"""

from __future__ import annotations

from stepladder.skills.build_or_hire.assumptions import (
    Assumption,
    Assumptions,
    default_assumptions,
    read_assumptions,
)
from stepladder.skills.build_or_hire.report import BuildOrHire, Driver, Range, TurningPoint
from stepladder.skills.build_or_hire.simulating import build_or_hire

__all__ = [
    "Assumption",
    "Assumptions",
    "BuildOrHire",
    "Driver",
    "Range",
    "TurningPoint",
    "build_or_hire",
    "default_assumptions",
    "read_assumptions",
]
