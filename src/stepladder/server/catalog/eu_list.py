"""What the EU asks of every micro-credential, and what of it is known of one (2022/C 243/02, Annex I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepladder.server.catalog.models import Achievement

# Learner, title, awarding body, date and learning outcomes stand in every credential; a level only "if applicable".
ELEMENTS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class EuList:
    """Which mandatory elements are not known, in words for the designer, in the order of the list."""

    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Say whether nothing is missing."""
        return not self.missing

    @property
    def known(self) -> int:
        """How many of the elements are known."""
        return ELEMENTS - len(self.missing)

    @property
    def total(self) -> int:
        """How many elements the list has."""
        return ELEMENTS


def eu_list(
    *, country: object, hours: object, assessment: object, participation: object, quality_assurance: object
) -> EuList:
    """Say what of the list is missing, from values as a row or a form has them; empty is not known.

    A micro-credential is assessed by its definition there: without an assessment it is not complete.
    """
    wanted = (
        (country, "the country of your organisation"),
        (hours, "the workload"),
        ("" if assessment == "none" else assessment, "an assessment"),
        (participation, "how one takes part"),
        (quality_assurance, "who sees to its quality, and how"),
    )
    return EuList(missing=tuple(words for value, words in wanted if not str(value or "").strip()))


def eu_list_of(row: Achievement) -> EuList:
    """Say what of the list is missing of a micro-credential as it is stored."""
    return eu_list(
        country=row.organisation.country,
        hours=row.hours,
        assessment=row.assessment,
        participation=row.participation,
        quality_assurance=row.quality_assurance,
    )
