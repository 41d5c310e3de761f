"""The reward rules of the demo's employer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.rewards import services as rewards

if TYPE_CHECKING:
    from stepladder.server.adapters.demo.organisations import Demo
    from stepladder.server.catalog.models import Achievement


def reward_achievement(demo: Demo, achievement: Achievement, *, points: int) -> None:
    """Give points for a verified credential of this achievement."""
    rewards.add_rule(
        actor=demo.people["manager"],
        organisation=demo.employer,
        name=f"{achievement.name}, proved"[:160],
        points=points,
        achievement_iri=achievement.iri,
    )


def reward_skill(demo: Demo, *, uri: str, label: str, points: int) -> None:
    """Give points for any verified credential that shows this skill."""
    rewards.add_rule(
        actor=demo.people["manager"],
        organisation=demo.employer,
        name=f"Proof of “{label}”"[:160],
        points=points,
        skill_uri=uri,
        skill_label=label,
    )
