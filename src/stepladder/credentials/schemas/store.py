"""The pinned JSON Schemas: an index of URL, SHA-256, source and licence, and for which documents each is meant."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.pinned import pinned_text

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedSchema:
    """One schema text: its URL, the SHA-256 of its bytes (hex), where it came from and under which licence.

    It applies to documents that have one of ``types`` and name one of ``contexts`` (any, if there are none); without
    types it only holds definitions for others. ``instead_of`` are the addresses of schemas by others that ask the same
    of a document and are not shipped.
    """

    url: str
    file: str
    sha256: str
    source: str
    licence: str
    types: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    instead_of: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> PinnedSchema:
        """Read one row of the index file."""
        sets = {name: frozenset(row.get(name, ())) for name in ("types", "contexts", "instead_of")}
        members: dict[str, Any] = {**row, **sets}
        return cls(**members)

    def applies_to(self, types: Iterable[str], contexts: Iterable[str]) -> bool:
        """Tell whether a document with these types and contexts is one that the schema is meant for."""
        return not self.types.isdisjoint(types) and (not self.contexts or not self.contexts.isdisjoint(contexts))

    def text(self) -> bytes:
        """Return the exact bytes; UnsupportedError (``schema.corrupt``) if they are not the pinned ones."""
        return pinned_text(str(__package__), self.file, sha256=self.sha256, url=self.url, code="schema.corrupt")

    def read(self) -> dict[str, Any]:
        """Return the parsed text; UnsupportedError as :meth:`text`."""
        document: dict[str, Any] = json.loads(self.text())
        return document


@functools.cache
def pinned_schemas() -> tuple[PinnedSchema, ...]:
    """Return the index of every schema that Stepladder ships, in the order of the index file."""
    data = resources.files(__package__).joinpath("texts", "index.json").read_bytes()
    return tuple(PinnedSchema.from_row(row) for row in json.loads(data)["schemas"])


def pinned_schema(url: str, document: dict[str, Any]) -> PinnedSchema | None:
    """Return the schema with that URL, or the one that we ship in its place for such a document; None if neither."""
    exact = next((schema for schema in pinned_schemas() if schema.url == url), None)
    if exact is not None:
        return exact
    instead = [schema for schema in pinned_schemas() if url in schema.instead_of]
    meant = set(schemas_for(document))
    return next((schema for schema in instead if schema in meant), instead[0] if instead else None)


def schemas_for(document: dict[str, Any]) -> tuple[PinnedSchema, ...]:
    """Return the schemas that are meant for a document, by its types and its contexts."""
    types, contexts = (_names(document.get(member)) for member in ("type", "@context"))
    return tuple(schema for schema in pinned_schemas() if schema.applies_to(types, contexts))


def _names(value: Any) -> set[str]:
    return {name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)}
