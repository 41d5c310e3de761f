"""The values of compact JSON-LD in CTDL: language maps, and links that are texts, objects or lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.skills.frameworks.naming import LANGUAGE

if TYPE_CHECKING:
    from stepladder.skills.frameworks.documents import Members

__all__ = ["Spoken", "links", "spoken", "tags_of"]

Spoken = dict[str, list[str]]
_MALFORMED = "framework.malformed_json"
_NAMES = ("ceterms:targetNodeName", "ceterms:name", "skos:prefLabel", "ceterms:targetNode", "@id", "@value")


def spoken(value: Any, language: str, members: Members, where: str) -> Spoken:
    """Return texts by language tag in lower case; a text without a tag is in ``language``.

    Read are a text, a language map whose values are texts or lists of them, ``{"@value", "@language"}``, objects with a
    name (concepts and alignment objects), and lists of all of these.
    """
    found: Spoken = {}
    for one in value if isinstance(value, list) else [value]:
        if one is None:
            continue
        if isinstance(one, (str, int, float)) and not isinstance(one, bool):
            _add(found, language, [str(one)], members, where)
        elif not isinstance(one, dict):
            members.problems.add("is neither a text nor a language map", where, _MALFORMED)
        elif isinstance(one.get("@value"), str):
            tag = one.get("@language")
            stated = tag.lower() if isinstance(tag, str) and LANGUAGE.fullmatch(tag) else language
            _add(found, stated, [one["@value"]], members, where)
        elif name := next((one[key] for key in _NAMES if key in one), None):
            inner = name if isinstance(name, (str, dict)) and not _nested(name) else ""
            for tag, texts in (spoken(inner, language, members, where) if inner else {}).items():
                _add(found, tag, texts, members, where)
        else:
            _language_map(found, one, members, where)
    return found


def tags_of(value: Any) -> list[str]:
    """Return the language tags in lower case that a text states, whatever else is wrong with it."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            stated = [one.get("@language")] if "@value" in one else one
            found += [tag.lower() for tag in stated if isinstance(tag, str) and LANGUAGE.fullmatch(tag)]
    return found


def _nested(name: Any) -> bool:
    return isinstance(name, dict) and not all(isinstance(text, str) for text in name.values())


def _language_map(found: Spoken, value: dict[str, Any], members: Members, where: str) -> None:
    for tag, texts in value.items():
        listed = texts if isinstance(texts, list) else [texts]
        if not LANGUAGE.fullmatch(tag) or not all(isinstance(text, str) for text in listed):
            members.problems.add("is no language map of texts", f"{where}/{tag[:60]}", _MALFORMED)
            return
        _add(found, tag.lower(), listed, members, f"{where}/{tag}")


def _add(found: Spoken, tag: str, texts: list[str], members: Members, where: str) -> None:
    clean = [text for text in (members.clean(text, where) for text in texts) if text]
    if clean:
        found.setdefault(tag, []).extend(clean)


def links(value: Any, members: Members, where: str) -> list[str]:
    """Return URIs: a text, ``{"@id"}``, ``{"@list"}``, an alignment object's target, or a list of these."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        inner = one
        if isinstance(one, dict):
            if isinstance(one.get("@list"), list):
                found += [text for text in one["@list"] if isinstance(text, str)]
                continue
            inner = one.get("@id") or one.get("ceterms:targetNode")
        if isinstance(inner, str):
            found.append(members.clean(inner, where))
        elif inner is not None or one is not None:
            members.problems.add("names nothing; expected a URI", where, _MALFORMED)
    return [link for link in dict.fromkeys(found) if link]
