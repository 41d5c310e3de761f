"""Find jobs and skills in the text of a CV, as the page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.skills.claims import claims_from_text

if TYPE_CHECKING:
    from stepladder.skills import Framework


def read_cv(text: str, framework: Framework, said: set[str], noted: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return jobs and skills found, each with the words that made it be found.

    ``said`` are skills that were answered before, ``noted`` occupations that were named before: they are not offered
    again.
    """
    offered = claims_from_text(text, framework)
    return {
        "jobs": [
            {"uri": one.uri, "label": one.label, "words": one.words}
            for one in offered.occupations
            if one.uri not in noted
        ],
        "skills": [
            {"uri": one.skill, "label": one.label, "confidence": one.confidence, "words": one.words}
            for one in offered.skills
            if one.skill not in said
        ],
    }
