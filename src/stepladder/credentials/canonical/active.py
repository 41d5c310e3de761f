"""Active contexts: what each term means at one place of a document.

PyLD processes the context texts (JSON-LD 1.1 API, section 4); the answers are kept, because the pinned contexts never
change. PyLD is imported only when a context is first needed: it takes a third of a second.
"""

from __future__ import annotations

import functools
import json
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.nquads import iri
from stepladder.credentials.canonical.shapes import listed
from stepladder.credentials.contexts import ContextStore, Texts
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import Path, pointer
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_KEPT = 512


@dataclass(frozen=True, slots=True)
class Term:
    """One term definition: the IRI it stands for, how its values are read, and the context for what lies inside it."""

    name: str
    iri: str
    coercion: str = ""
    containers: frozenset[str] = frozenset()
    language: str | None = None
    has_language: bool = False
    direction: str | None = None
    has_direction: bool = False
    reverse: bool = False
    index: str = ""
    scoped: Any = None
    has_scoped: bool = False


@contextmanager
def _no_way_out() -> Iterator[None]:
    """Let PyLD be imported without an HTTP client: it would make itself a loader that fetches any context.

    Nothing here may fetch (every context is pinned), and the client costs `stepladder verify` a tenth of a second.
    """
    hidden = [name for name in ("requests", "aiohttp") if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say: an import of it fails
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


class Contexts:
    """The context processor for one set of context texts."""

    def __init__(self, store: ContextStore) -> None:
        with _no_way_out():
            from cachetools import LRUCache
            from pyld import jsonld
            from pyld.context_resolver import ContextResolver

        def load(url: str, _options: Any) -> dict[str, Any]:
            return {
                "contextUrl": None,
                "documentUrl": url,
                "document": store.load(url),
                "contentType": "application/ld+json",
            }

        self._lock = threading.RLock()  # PyLD's caches are not made for threads
        self.processor = jsonld.JsonLdProcessor()
        self.options = {
            "base": "",
            "processingMode": "json-ld-1.1",
            "documentLoader": load,
            "contextResolver": ContextResolver(LRUCache(maxsize=128), load),
        }
        self.initial = ActiveContext(self, self.processor._get_initial_context(self.options))  # noqa: SLF001 - PyLD names no public way to keep a processed context

    def process(self, raw: Any, local: Any, *, override_protected: bool, propagate: bool, path: Path) -> ActiveContext:
        """Return the active context after ``local``; MalformedCredentialError (``context.invalid``) if it is none."""
        if any(isinstance(entry, dict) and "@context" in entry for entry in listed(local)):
            raise _invalid("it redefines the keyword @context", path)  # PyLD would read what is inside instead
        try:
            with self._lock:
                processed = self.processor._process_context(  # noqa: SLF001 - as above
                    raw, local, self.options, override_protected=override_protected, propagate=propagate
                )
        except StepladderError:
            raise
        except Exception as cause:
            for inner in _causes(cause):
                if isinstance(inner, StepladderError):
                    raise inner from cause
            raise _invalid(str(cause.args[0] if cause.args else cause), path) from cause
        return ActiveContext(self, processed)


class ActiveContext:
    """What terms mean at one place. Immutable but for what it remembers."""

    __slots__ = ("_contexts", "_kept", "_raw", "_terms")

    def __init__(self, contexts: Contexts, raw: Any) -> None:
        self._contexts = contexts
        self._raw = raw
        self._terms: dict[str, Term | None] = {}
        self._kept: dict[Any, ActiveContext] = {}

    @property
    def language(self) -> str | None:
        """The default language of strings."""
        language: str | None = self._raw.get("@language")
        return language

    @property
    def direction(self) -> str | None:
        """The default base direction of strings."""
        direction: str | None = self._raw.get("@direction")
        return direction

    @property
    def previous(self) -> ActiveContext:
        """The context to go back to inside a nested object; this one, unless a type's own context is in force."""
        raw = self._raw.get("previousContext")
        if raw is None:
            return self
        return self._keep("previous", lambda: ActiveContext(self._contexts, raw))

    def term(self, name: str) -> Term | None:
        """Return the definition of ``name``, or None if it is not a term."""
        try:
            return self._terms[name]
        except KeyError:
            pass
        mapping = self._raw["mappings"].get(name)
        if mapping is None:
            return None
        term = self._terms[name] = _term(name, mapping)
        return term

    def vocab(self, name: str) -> str | None:
        """Expand a member name or type to an IRI or keyword (JSON-LD 1.1 API, section 5.2); None without a meaning."""
        term = self.term(name)
        return term.iri if term is not None else self._expand(name, vocab=True)

    def reference(self, value: str, *, vocab: bool = False) -> str | None:
        """Expand an id to an N-Quads term; None if it is relative, or no IRI at all."""
        if value.startswith("_:"):
            return value if _is_label(value) else None
        expanded = self.vocab(value) if vocab else self._expand(value)
        if expanded is not None and iri(expanded) is None and "@base" in self._raw:
            expanded = self._expand(value, base="")
        if expanded is None or expanded.startswith("@"):
            return None
        return iri(expanded)

    def _expand(self, name: str, **how: Any) -> str | None:
        try:
            expanded: str | None = self._contexts.processor._expand_iri(self._raw, name, **how)  # noqa: SLF001 - as above
        except ValueError:  # PyLD's word for a relative IRI where the base is relative too
            return None
        return expanded

    def knows(self, context: Any) -> bool:
        """Tell whether ``local`` was asked for this context before, so that it costs nothing now."""
        return ("local", _key(context)) in self._kept

    def local(self, context: Any, path: Path) -> ActiveContext:
        """Return the active context inside an object with its own ``@context``."""
        return self._keep(
            ("local", _key(context)),
            lambda: self._contexts.process(
                self._raw, context, override_protected=False, propagate=_propagates(context), path=path
            ),
        )

    def inside(self, term: Term, path: Path) -> ActiveContext:
        """Return the active context inside the value of ``term``."""
        if not term.has_scoped:
            return self
        return self._keep(
            ("property", term.name, id(term.scoped)),
            lambda: self._contexts.process(self._raw, term.scoped, override_protected=True, propagate=True, path=path),
        )

    def of_types(self, types: Iterable[str], path: Path) -> ActiveContext:
        """Return the active context inside an object of these types, which may bring contexts of their own."""
        active = self
        for name in sorted(types):
            term = self.term(name)
            if term is not None and term.has_scoped:
                active = active.of_type(term, path)
        return active

    def of_type(self, term: Term, path: Path) -> ActiveContext:
        """Return the active context inside an object of the type that ``term`` names."""
        return self._keep(
            ("type", term.name, id(term.scoped)),
            lambda: self._contexts.process(
                self._raw,
                term.scoped,
                override_protected=False,
                propagate=_propagates(term.scoped, default=False),
                path=path,
            ),
        )

    def _keep(self, key: Any, make: Any) -> ActiveContext:
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            kept = self._kept[key] = make()
        return kept


def contexts_for(store: ContextStore, *, inline: bool) -> Contexts:
    """Return the context processor for ``store``; a fresh one if the document brings contexts of its own."""
    if inline or store.extra:
        return Contexts(store)
    return _pinned(store.texts)


@functools.cache
def _pinned(texts: Texts) -> Contexts:
    return Contexts(ContextStore(texts=texts))


def _invalid(reason: str, path: Path) -> MalformedCredentialError:
    return MalformedCredentialError(
        f"The context cannot be read: {reason[:200]}",
        code="context.invalid",
        where=pointer(path),
        spec="JSON-LD 1.1 API, section 4.1",
    )


def _key(context: Any) -> str:
    return json.dumps(context, sort_keys=True)


def _propagates(context: Any, *, default: bool = True) -> bool:
    if isinstance(context, dict) and isinstance(context.get("@propagate"), bool):
        return bool(context["@propagate"])
    return default


def _term(name: str, mapping: Any) -> Term | None:
    target = mapping.get("@id")
    if target is None:
        return Term(name, "")
    return Term(
        name=name,
        iri=target,
        coercion=mapping.get("@type") or "",
        containers=frozenset(mapping.get("@container") or ()),
        language=mapping.get("@language"),
        has_language="@language" in mapping,
        direction=mapping.get("@direction"),
        has_direction="@direction" in mapping,
        reverse=bool(mapping.get("reverse")),
        index=mapping.get("@index") or "",
        scoped=mapping.get("@context"),
        has_scoped="@context" in mapping,
    )


def _is_label(value: str) -> bool:
    return len(value) > 2 and value[2:].replace("-", "").replace("_", "").replace(".", "").isalnum() and value.isascii()


def _causes(error: BaseException) -> Iterable[BaseException]:
    seen = 0
    current: BaseException | None = error
    while current is not None and seen < 20:
        yield current
        current = current.__cause__ or current.__context__
        seen += 1
