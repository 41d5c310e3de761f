"""Wages beside demand: what people earn in the occupation that postings are for, where wages are loaded.

Nothing is reckoned from both: a wage is of an occupation in the United States, a share is of one board's postings.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.skills.frameworks.crosswalk import Crosswalk
    from stepladder.skills.labour.wages import Wage, WageTable

__all__ = ["WageBeside", "wage_beside"]

_CODE = re.compile(r"(?:^|/)(\d{2}-\d{4}(?:\.\d{2})?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class WageBeside:
    """The wage of an occupation, and by which O*NET occupation it was found: ``via`` and its ``certainty`` in words.

    ``certainty`` is empty where the occupation itself is O*NET's.
    """

    wage: Wage
    via: str
    certainty: str = ""

    def sentence(self) -> str:
        """Return it in words, with source, period and place."""
        wage = self.wage
        amount = f"{wage.median:,.0f}" if wage.median is not None else "not stated"
        if wage.median is None and "median" in wage.at_least:
            amount = "at or above the publisher's ceiling"
        found = f"found by the crosswalk to {self.via}, confidence {self.certainty}" if self.certainty else self.via
        return f"Median wage {amount} ({wage.stated}; {found})."

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            **asdict(self.wage),
            "at_least": list(self.wage.at_least),
            "via": self.via,
            "certainty": self.certainty,
            "sentence": self.sentence(),
        }


def wage_beside(occupation: str, wages: WageTable | None, crosswalk: Crosswalk | None) -> WageBeside | None:
    """Return the wage of an occupation by URI, in the whole country, or None where it is not known.

    An O*NET occupation has its own; an ESCO occupation that of the O*NET occupation that the crosswalk gives it.
    """
    if wages is None:
        return None
    own = _CODE.search(occupation)
    match = crosswalk.match(occupation) if crosswalk is not None and own is None else None
    code = own[1] if own else match.code if match else ""
    codes = (code, *(crosswalk.newer_codes.get(code, ()) if crosswalk is not None else ()))
    wage = next((found for one in codes if one and (found := wages.wage(one)) is not None), None)
    if wage is None:
        return None
    title = match.title if match else wage.title
    return WageBeside(wage=wage, via=f"{code} {title}".strip(), certainty=match.certainty if match else "")
