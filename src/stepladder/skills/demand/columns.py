"""Which column of a table of postings is which: by its header's name, or as the user says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stepladder.skills.demand.model import FIELDS
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PRESETS", "mapped"]

# Names as they are met in exports, folded: lower case, everything but letters and digits as one underscore.
PRESETS: dict[str, tuple[str, ...]] = {
    "id": ("id", "job_id", "jobid", "posting_id", "ad_id", "advert_id", "vacancy_id", "reference", "ref", "refnr"),
    "posted": (
        *("date_posted", "dateposted", "posted", "posted_at", "posted_on", "posted_date", "posting_date", "post_date"),
        *("publication_date", "published", "published_at", "date_published", "created", "created_at", "creation_date"),
        *("datecreation", "date_creation", "listed_date", "first_seen", "opened", "date"),
    ),
    "title": ("title", "job_title", "jobtitle", "position", "position_title", "headline", "intitule", "stellentitel"),
    "description": (
        *("description", "job_description", "jobdescription", "full_description", "text", "body", "details"),
        *("beschreibung", "content"),
    ),
    "place": ("place", "location", "job_location", "city", "region", "town", "area", "country", "lieu", "ort"),
    "occupation": ("occupation", "occupation_uri", "occupation_code", "isco", "isco_08", "isco08", "isco_code"),
    "skills": ("skills", "skill", "skill_uris", "skills_uri", "skill_uri", "esco_skills"),
}


def mapped(header: Sequence[str], given: Mapping[str, str] | None = None, *, name: str = "") -> dict[str, int]:
    """Return the place of each field's column: those of ``given`` (field → header), the others by their names.

    Raises `DemandError`: ``demand.map`` for a field or a column that is not there, ``demand.columns`` where there is no
    date, or neither text nor skills.
    """
    places: dict[str, int] = {}
    for field, column in (given or {}).items():
        if field not in FIELDS or column not in header:
            wrong = f"no column {column!r}" if field in FIELDS else f"no field {field!r}"
            raise DemandError(
                f"There is {wrong}; columns are {', '.join(header) or 'none'}",
                code="demand.map",
                where=name,
                hint=f"Write FIELD=COLUMN with a field of {', '.join(FIELDS)}.",
            )
        places[field] = header.index(column)
    folded = {_folded(column): place for place, column in reversed(list(enumerate(header)))}
    taken = set(places.values())
    for field in FIELDS:
        if field not in places:
            found = next((folded[alias] for alias in PRESETS[field] if folded.get(alias, -1) not in {-1, *taken}), None)
            if found is not None:
                places[field] = found
                taken.add(found)
    if "posted" not in places or not places.keys() & {"title", "description", "skills"}:
        lacking = "a date of posting" if "posted" not in places else "a title, a description or skills"
        raise DemandError(
            f"No column of {name or 'the table'} is known to hold {lacking}; it has {', '.join(header) or 'none'}",
            code="demand.columns",
            where=name,
            hint="Say which is which: --map posted=COLUMN --map description=COLUMN.",
        )
    return places


def _folded(column: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", column.casefold()).strip("_")
