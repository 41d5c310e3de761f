"""JobPosting of schema.org as JSON-LD: alone, in a list, in ``@graph`` or in an ItemList.

https://schema.org/JobPosting, version 29. Read are identifier, datePosted, title, description, responsibilities,
qualifications, skills, occupationalCategory, jobLocation and jobLocationType; never hiringOrganization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["items_of", "members_of"]

_INTO = ("@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage")
_TEXTS = ("description", "responsibilities", "qualifications", "experienceRequirements", "skills")
_MOST_NODES = 1_000_000


def items_of(value: Any) -> Iterator[Mapping[str, Any] | None]:
    """Yield each JobPosting inside a JSON value in its order, and None where a value holds none."""
    waiting, seen, found = [value], 0, False
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            if "JobPosting" in _types(node):
                found = True
                yield node
            else:
                waiting.extend(node[name] for name in reversed(_INTO) if isinstance(node.get(name), dict | list))
    if not found:
        yield None


def members_of(posting: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a JobPosting; its skills are words among its text, since few are identifiers."""
    texts = [text for name in _TEXTS for text in _words(posting.get(name))]

    def first_word(name: str) -> str:
        return next(iter(_words(posting.get(name))), "")

    return {
        # An address first: identifiers are unique within one organisation only, and that is not read.
        "id": _text(posting.get("@id")) or _text(posting.get("url")) or first_word("identifier"),
        "posted": first_word("datePosted"),
        "title": first_word("title") or first_word("name"),
        "description": "\n".join(texts),
        "place": _place(posting),
        "occupation": _occupation(posting),
    }


def _types(node: Mapping[str, Any]) -> set[str]:
    given = node.get("@type")
    types = given if isinstance(given, list) else [given]
    return {one.rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1] for one in types if isinstance(one, str)}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _words(value: Any) -> list[str]:
    """Return the texts of a value, which may be a text, a node with a name or value, or a list of either."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            members = ("@value", "value", "name", "description", "codeValue", "termCode")
            found += [next((str(one[name]) for name in members if isinstance(one.get(name), str | int)), "")]
        elif isinstance(one, str) or (isinstance(one, int) and not isinstance(one, bool)):
            found.append(str(one))
    return [text for text in found if text]


def _place(posting: Mapping[str, Any]) -> str:
    locations = posting.get("jobLocation")
    first = next((one for one in (locations if isinstance(locations, list) else [locations]) if one), None)
    if isinstance(first, dict):
        address = first.get("address", first)
        if isinstance(address, dict):
            names = ("addressLocality", "addressRegion", "addressCountry")
            parts = [next(iter(_words(address.get(name))), "") for name in names]
            return ", ".join(dict.fromkeys(part for part in parts if part)) or _text(first.get("name"))
        return _text(address)
    if isinstance(first, str):
        return first
    return "remote" if "TELECOMMUTE" in _words(posting.get("jobLocationType")) else ""


def _occupation(posting: Mapping[str, Any]) -> str:
    given = posting.get("occupationalCategory") or posting.get("relevantOccupation")
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict):
            members = ("codeValue", "termCode", "@id", "url", "name")
            return next((_text(one[name]) for name in members if _text(one.get(name))), "")
        if isinstance(one, str):
            return one
    return ""
