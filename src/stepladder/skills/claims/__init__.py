"""Claims from a life: work, degrees and a CV make skills likely; they are offered, and become claims when confirmed."""

from __future__ import annotations

from stepladder.skills.claims.degree import claims_from_degree
from stepladder.skills.claims.occupation import claims_from_occupation
from stepladder.skills.claims.offered import OccupationOffer, Offered, SkillOffer, joined
from stepladder.skills.claims.text import claims_from_text

__all__ = [
    "OccupationOffer",
    "Offered",
    "SkillOffer",
    "claims_from_degree",
    "claims_from_occupation",
    "claims_from_text",
    "joined",
]
