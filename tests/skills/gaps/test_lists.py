"""The written lists of near skills speak of skills that exist, and say each thing once per list."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.gaps.everyday import EVERYDAY
from stepladder.skills.gaps.families import FAMILIES

ESCO = Path(__file__).resolve().parents[4] / "shared" / "data" / "skills" / "esco-1.1.1"
NAMED = {"everyday": EVERYDAY} | {family.name: family.implies for family in FAMILIES}


def test_every_family_has_its_own_name() -> None:
    assert len(NAMED) == len(FAMILIES) + 1


@pytest.mark.skipif(not ESCO.is_dir(), reason="whole ESCO is not beside the repository (../shared/data)")
def test_every_label_is_one_of_esco_or_of_the_starter_pack() -> None:
    known = {label.strip() for label in read_esco(sorted(ESCO.glob("*.zip"))).columns.skill_labels}
    known |= {label.strip() for label in starter().columns.skill_labels}
    unknown = {name: sorted(labels - known) for name, labels in NAMED.items() if labels - known}
    assert not unknown


def test_a_family_can_be_shown_by_something() -> None:
    idle = [
        family.name
        for family in FAMILIES
        if not family.isco and not family.called and family.evidence_needed > len(family.implies)
    ]
    assert not idle
