"""Gaps: what lies between what a person can do and what a role asks for, with a reason for each skill."""

from __future__ import annotations

from stepladder.skills.gaps.compute import RoleTarget, gap
from stepladder.skills.gaps.history import ExpectedSkill, expected_skills
from stepladder.skills.gaps.report import Counting, Coverage, GapLine, GapReport, GapSettings
from stepladder.skills.gaps.team_gap import SeatLine, TargetGap, TeamGapReport, team_gap
from stepladder.skills.gaps.teams import Seat, Team, TeamMember, TeamTarget, read_team

__all__ = [
    "Counting",
    "Coverage",
    "ExpectedSkill",
    "GapLine",
    "GapReport",
    "GapSettings",
    "RoleTarget",
    "Seat",
    "SeatLine",
    "TargetGap",
    "Team",
    "TeamGapReport",
    "TeamMember",
    "TeamTarget",
    "expected_skills",
    "gap",
    "read_team",
    "team_gap",
]
