"""Whether the copy of a hosted badge says what is published. What it leaves out, it does not say."""

from __future__ import annotations

from typing import Any

from stepladder.credentials.model.older_badges import moment_of
from stepladder.credentials.model.strict_json import escape_pointer

_TIMES = {"/issuedOn", "/issued_on", "/expires"}
_LINKS = {"/badge", "/badge/issuer"}


def difference(  # noqa: PLR0911 - one way out per kind of value
    copy: Any, published: Any, version: str, where: str = ""
) -> str | None:
    """Return the JSON pointer of the first member of ``copy`` that is published otherwise or not at all, or None.

    Times may be spelled otherwise, and an address may stand for the object with that id, or the other way round where
    the object could not be had. Both values come from the strict parser, which bounds their size and depth.
    """
    if where in _TIMES:
        moments = moment_of(copy, version), moment_of(published, version)
        if None not in moments:
            return None if moments[0] == moments[1] else where
    if isinstance(copy, str) and isinstance(published, dict):
        return None if published.get("id") == copy else where
    if isinstance(copy, dict) and isinstance(published, str) and where in _LINKS:
        return None if copy.get("id") == published else where
    if isinstance(copy, dict) and isinstance(published, dict):
        for key, value in copy.items():
            place = f"{where}/{escape_pointer(key)}"
            found = difference(value, published[key], version, place) if key in published else place
            if found is not None:
                return found
        return None
    if isinstance(copy, list) and isinstance(published, list) and len(copy) == len(published):
        pairs = enumerate(zip(copy, published, strict=True))
        places = (difference(one, other, version, f"{where}/{index}") for index, (one, other) in pairs)
        return next((found for found in places if found is not None), None)
    return None if type(copy) is type(published) and copy == published else where or "/"
