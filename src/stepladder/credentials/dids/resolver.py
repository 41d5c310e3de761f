"""How key documents and status lists are had. The network is an argument: without ``fetch`` nothing leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from stepladder.credentials.dids.methods import derived_bytes, document_url, same_identifier, same_site
from stepladder.credentials.errors import CredentialError, ResolutionError
from stepladder.credentials.model.strict_json import parse
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

_KEYS, _DOCUMENT = "key document", "document"
_OWN_WORD = {_KEYS, _DOCUMENT}
_LISTS = {"verificationMethod", "assertionMethod", "authentication"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A document and how it was had.

    ``given`` by the caller, ``fetched``, ``derived`` from its identifier, or ``redirected``: fetched as well, but a
    redirect led to another site. Many sites redirect to wherever one likes, so that proves nothing about the first.
    """

    document: bytes
    source: Literal["given", "fetched", "derived", "redirected"]
    retrieved_at: datetime | None = None


class Answer(Protocol):
    """What was fetched, and the address that gave it after redirects."""

    @property
    def url(self) -> str: ...

    @property
    def body(self) -> bytes: ...


class Resolver(Protocol):
    """Where documents come from. Every method raises ResolutionError if there is none to be had."""

    def controller_document(self, url: str) -> Resolved:
        """Return the document of a controller: a DID or an https URL without fragment."""
        ...

    def status_list(self, url: str) -> Resolved:
        """Return the status list credential published at ``url``."""
        ...

    def document(self, url: str) -> Resolved:
        """Return any other document published at ``url``: a hosted badge, a revocation list, a schema."""
        ...


class DocumentResolver:
    """A resolver over given documents first, then derivation, then ``fetch``.

    ``fetch`` takes an https URL (of a status list also an http URL, to refuse or allow) and returns the body, or the
    body with the address that gave it, if it follows redirects; None means offline. An error of it with the code
    ``fetch.gone`` (HTTP 410) says that a document was taken away for good. ``issuer_documents`` and ``status_lists``
    are matched by the ``id`` inside; CredentialError if one is not JSON with an id. Several key documents of one id
    count as one with the keys of all. ``documents`` maps a URL to any other document. ``clock`` stamps what was
    fetched.
    """

    def __init__(
        self,
        *,
        fetch: Callable[[str], bytes | Answer] | None = None,
        issuer_documents: Iterable[bytes] = (),
        status_lists: Iterable[bytes] = (),
        documents: Mapping[str, bytes] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._issuer_documents = [(_id(data), data) for data in issuer_documents]
        self._status_lists = [(_list_id(data), data) for data in status_lists]
        self._documents = dict(documents or {})

    def controller_document(self, url: str) -> Resolved:
        """Return the document of a controller; ResolutionError (``resolve.offline``, ``resolve.unreachable`` …)."""
        given = [data for identifier, data in self._issuer_documents if same_identifier(identifier, url)]
        if given:
            return Resolved(document=given[0] if len(given) == 1 else _joined(given), source="given")
        derived = derived_bytes(url)
        if derived is not None:
            return Resolved(document=derived, source="derived")
        return self._from_web(document_url(url), what=_KEYS)

    def status_list(self, url: str) -> Resolved:
        """Return the status list credential at ``url``; ResolutionError as above."""
        given = _find(self._status_lists, url)
        if given is not None:
            return Resolved(document=given, source="given")
        # A demo on one machine publishes its list over http. It is signed; whether to go there, ``fetch`` decides.
        place = url if url.startswith("http://") else document_url(url)
        return self._from_web(place, what="status list")

    def document(self, url: str) -> Resolved:
        """Return any other document at ``url``; ResolutionError as above."""
        if url in self._documents:
            return Resolved(document=self._documents[url], source="given")
        return self._from_web(url if url.startswith("http://") else document_url(url), what=_DOCUMENT)

    def _from_web(self, url: str, *, what: str) -> Resolved:
        if self._fetch is None:
            raise ResolutionError(
                f"The {what} at {url} was not fetched, because we work offline",
                code="resolve.offline",
                hint=f"Allow fetching, or hand over the {what}.",
                where=url,
            )
        try:
            answer = self._fetch(url)
            data, landed = (answer, url) if isinstance(answer, bytes) else (answer.body, answer.url)
            moved = not same_site(url, landed)
        except CredentialError:
            raise
        except Exception as cause:
            if getattr(cause, "code", "") == "fetch.gone":
                raise ResolutionError(
                    f"The {what} at {url} was taken away for good (HTTP 410)", code="resolve.gone", where=url
                ) from cause
            why = cause.message.rstrip(".") if isinstance(cause, StepladderError) else cause
            raise ResolutionError(
                f"The {what} at {url} could not be fetched: {why}",
                code="resolve.unreachable",
                hint="Try again later; the credential itself may be fine.",
                where=url,
            ) from cause
        # Key documents, hosted badges and their like are their site's word about itself. Status lists are signed.
        source: Literal["fetched", "redirected"] = "redirected" if moved and what in _OWN_WORD else "fetched"
        return Resolved(document=data, source=source, retrieved_at=self._clock() if self._clock else None)


def _joined(documents: list[bytes]) -> bytes:
    """Return one key document with the lists of all: an issuer that changed its key may have one for each."""
    joined: dict[str, Any] = {}
    for document in map(parse, documents):
        for member, value in document.items():
            if member in _LISTS:
                joined.setdefault(member, []).extend(value if isinstance(value, list) else [value])
            else:
                joined.setdefault(member, value)
    return json.dumps(joined).encode()


def _find(documents: list[tuple[str, bytes]], url: str) -> bytes | None:
    return next((data for identifier, data in documents if same_identifier(identifier, url)), None)


def _id(data: bytes) -> str:
    return _require_id(parse(data))


def _list_id(data: bytes) -> str:
    text = data.strip()
    if text.startswith(b"{"):
        return _require_id(parse(data))
    from stepladder.credentials.model.compact_jwt import split

    payload = split(text.decode("ascii", "replace")).payload
    inner = payload.get("vc") if isinstance(payload.get("vc"), dict) else payload
    return _require_id({"id": (inner or {}).get("id") or payload.get("jti")})


def _require_id(document: Any) -> str:
    identifier = document.get("id") if isinstance(document, dict) else None
    if not isinstance(identifier, str):
        raise ResolutionError("The given document is not JSON with an id", code="resolve.bad_document", where="/id")
    return identifier
