"""The pinned JSON-LD contexts: an index of URL, SHA-256, source and licence, and the texts as package data."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.model.pinned import pinned_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OPEN_BADGES_PREFIX = "https://purl.imsglobal.org/spec/ob/v3p0/context"

Texts = tuple[tuple[str, str], ...]
"""Which text stands for which URL where it is not the current one: pairs of URL and edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedContext:
    """One context text: its URL, the SHA-256 of its bytes (hex), where it came from and under which licence.

    ``edition`` is ``current``, or ``older`` for a second text that answered to the same URL at another time.
    """

    url: str
    file: str
    sha256: str
    source: str
    licence: str
    edition: str = "current"

    def text(self) -> bytes:
        """Return the exact bytes; UnsupportedError (``context.corrupt``) if they are not the pinned ones."""
        return pinned_text(str(__package__), self.file, sha256=self.sha256, url=self.url, code="context.corrupt")

    def read(self) -> dict[str, Any]:
        """Return the parsed text; UnsupportedError as :meth:`text`."""
        document: dict[str, Any] = json.loads(self.text())
        return document


@functools.cache
def pinned_contexts() -> tuple[PinnedContext, ...]:
    """Return the index of every context that Stepladder ships, in the order of the index file."""
    data = resources.files(__package__).joinpath("texts", "index.json").read_bytes()
    return tuple(PinnedContext(**row) for row in json.loads(data)["contexts"])


@dataclass(frozen=True, slots=True)
class ContextStore:
    """The context texts that a document may name: the pinned ones, and extra ones given by the caller.

    ``extra`` maps a URL to its parsed document and is meant for tests and for the interoperability endpoints;
    ``texts`` picks an edition other than ``current`` for a URL that has two. ``inline`` lets documents bring contexts
    of their own, which can give their words any meaning: for the interoperability endpoints only.
    """

    extra: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    texts: Texts = ()
    inline: bool = False

    def __contains__(self, url: object) -> bool:
        return isinstance(url, str) and (url in self.extra or url in _by_url())

    def load(self, url: str) -> dict[str, Any]:
        """Return the document behind ``url``.

        Raises UnsupportedError (``context.unpinned``) for any other URL: contexts are never fetched.
        """
        if url in self.extra:
            return self.extra[url]
        editions = _by_url().get(url)
        if editions is None:
            raise UnsupportedError(
                f"The context {url!r} is not one of the pinned contexts",
                code="context.unpinned",
                hint="Contexts are never fetched, because whoever serves one could change what the signed words mean.",
                where="/@context",
                spec="VC Data Integrity 1.0, section 2.4.1",
            )
        edition = dict(self.texts).get(url, "current")
        return _read(editions[edition])

    def alternatives(self, urls: Iterable[Any]) -> tuple[ContextStore, ...]:
        """Return this store, then one per older edition among ``urls``, in the order to try them."""
        known = _by_url()
        older = [
            url for url in urls if isinstance(url, str) and url not in self.extra and "older" in known.get(url, {})
        ]
        return (self, *(ContextStore(self.extra, ((url, "older"),), self.inline) for url in dict.fromkeys(older)))


@functools.cache
def _by_url() -> dict[str, dict[str, PinnedContext]]:
    index: dict[str, dict[str, PinnedContext]] = {}
    for pinned in pinned_contexts():
        index.setdefault(pinned.url, {})[pinned.edition] = pinned
    return index


@functools.cache
def _read(pinned: PinnedContext) -> dict[str, Any]:
    return pinned.read()
