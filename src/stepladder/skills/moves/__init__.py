"""Moves: occupations within reach of one that is held, by Nesta's published method with its job-zone filter."""

from __future__ import annotations

from stepladder.skills.moves.data import move_data
from stepladder.skills.moves.moving import ViableMoves, all_moves, move_report, moves, moves_of_profile
from stepladder.skills.moves.values import Move, MoveData, MoveReport, MoveSettings, NearSkill

__all__ = [
    "Move",
    "MoveData",
    "MoveReport",
    "MoveSettings",
    "NearSkill",
    "ViableMoves",
    "all_moves",
    "move_data",
    "move_report",
    "moves",
    "moves_of_profile",
]
