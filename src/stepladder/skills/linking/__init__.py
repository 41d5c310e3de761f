"""From words to skills: search over labels, and suggestions for a text."""

from __future__ import annotations

from stepladder.skills.linking.linking import SURE, LinkedSkill, Linker, link, link_many
from stepladder.skills.linking.searching import search
from stepladder.skills.linking.suggesting import Suggestion, suggest

__all__ = ["SURE", "LinkedSkill", "Linker", "Suggestion", "link", "link_many", "search", "suggest"]
