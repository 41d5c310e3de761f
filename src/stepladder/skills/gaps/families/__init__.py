"""Families of jobs and what all of them ask for: a written list, so that it can be disputed. Labels of ESCO 1.1."""

from __future__ import annotations

from stepladder.skills.gaps.families.desks import DESKS
from stepladder.skills.gaps.families.hands import HANDS
from stepladder.skills.gaps.families.model import Family, labels
from stepladder.skills.gaps.families.people import PEOPLE
from stepladder.skills.gaps.families.roads import ROADS

__all__ = ["FAMILIES", "Family", "labels"]

FAMILIES: tuple[Family, ...] = (*PEOPLE, *DESKS, *HANDS, *ROADS)
