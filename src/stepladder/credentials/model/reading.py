"""Tolerant reading of documents: whatever shape they have, an answer or None, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentText:
    """An alignment as written in a document; every member may be missing."""

    target_url: str | None
    target_name: str | None
    target_framework: str | None
    target_code: str | None
    target_type: str | None

    @classmethod
    def from_document(cls, entry: dict[str, Any]) -> AlignmentText:
        """Read one entry of ``alignment`` (Open Badges 3.0, section B.1.4)."""
        return cls(
            target_url=text_of(entry.get("targetUrl")),
            target_name=plain_text(entry.get("targetName")),
            target_framework=plain_text(entry.get("targetFramework")),
            target_code=text_of(entry.get("targetCode")),
            target_type=text_of(entry.get("targetType")),
        )


def text_of(value: Any) -> str | None:
    """Return a string, or None for anything else."""
    return value if isinstance(value, str) else None


def plain_text(value: Any) -> str | None:
    """Return a string, or the text of a language-tagged value (the first, if there are several)."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return text_of(value)


def first_object(value: Any) -> dict[str, Any]:
    """Return an object, or the first object of a list, or an empty dict."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            return item
    return {}


def identifier_of(value: Any) -> str | None:
    """Return a string itself, or the ``id`` of an object (the first of a list)."""
    if isinstance(value, list):
        value = value[0] if value else None
    return text_of(value.get("id")) if isinstance(value, dict) else text_of(value)


def name_of(value: Any) -> str | None:
    """Return the ``name`` of an object as plain text."""
    return plain_text(value.get("name")) if isinstance(value, dict) else None
