"""Whether the copy of a hosted badge says what is published. What it leaves out, it does not say."""

from __future__ import annotations

from typing import Any

from stepladder.credentials.model.older_badges import moment_of
from stepladder.credentials.model.strict_json import escape_pointer

_TIMES = {"/issuedOn", "/issued_on", "/expires"}
_LINKS = frozenset({"/badge", "/badge/issuer"})


def differing(copy: dict[str, Any], page: dict[str, Any], whole: dict[str, Any], version: str) -> str | None:
    """Return the JSON pointer of the first member of ``copy`` that is published otherwise or not at all, or None.

    ``page`` is what stands at the address, ``whole`` the same with what it links to inside: a copy may be like either.
    In ``whole``, what could not be had stands as its address, and is compared with the id alone.
    """
    if _difference(copy, page, version, "", frozenset()) is None:
        return None
    return _difference(copy, whole, version, "", _LINKS)


def _difference(  # noqa: PLR0911 - one way out per kind of value
    copy: Any, published: Any, version: str, where: str, by_id: frozenset[str]
) -> str | None:
    """Compare two values of the strict parser, which bounds their size and depth.

    Times may be spelled otherwise, and an address may stand for the object with that id.
    """
    if where in _TIMES:
        moments = moment_of(copy, version), moment_of(published, version)
        if None not in moments:
            return None if moments[0] == moments[1] else where
    if isinstance(copy, str) and isinstance(published, dict):
        return None if published.get("id") == copy else where
    if isinstance(copy, dict) and isinstance(published, str) and where in by_id:
        return None if copy.get("id") == published else where
    if isinstance(copy, dict) and isinstance(published, dict):
        for key, value in copy.items():
            place = f"{where}/{escape_pointer(key)}"
            found = _difference(value, published[key], version, place, by_id) if key in published else place
            if found is not None:
                return found
        return None
    if isinstance(copy, list) and isinstance(published, list) and len(copy) == len(published):
        pairs = enumerate(zip(copy, published, strict=True))
        places = (_difference(one, other, version, f"{where}/{index}", by_id) for index, (one, other) in pairs)
        return next((found for found in places if found is not None), None)
    return None if type(copy) is type(published) and copy == published else where or "/"
