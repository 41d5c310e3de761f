"""A resolver for one verification: it asks for nothing twice, and for what stands inside only so often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import ControllerDocument
from stepladder.credentials.errors import CredentialError, ResolutionError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from stepladder.credentials.dids import Resolved, Resolver

MAX_FETCHED = 24
MAX_UNREACHABLE = 3


class RememberingResolver:
    """A resolver that remembers every answer of another, for as long as one verification takes.

    A stranger writes what stands inside a credential, and could send a verifier to any number of addresses: for that
    there is :meth:`inside`, where at most 24 documents are fetched and three addresses tried in vain; then
    ResolutionError (``resolve.too_many``).
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._answers: dict[tuple[str, str], Resolved | CredentialError] = {}
        self._work: dict[Hashable, Any] = {}
        self._left: int | None = None
        self._patience = MAX_UNREACHABLE

    def inside(self) -> RememberingResolver:
        """Return a resolver that knows the same answers and counts what it fetches, for all that stands inside."""
        if self._left is not None:
            return self
        limited = RememberingResolver(self._resolver)
        limited._answers, limited._work, limited._left = self._answers, self._work, MAX_FETCHED
        return limited

    def controller_document(self, url: str) -> Resolved:
        """Return the document of a controller."""
        return self._answer("controller", url, self._resolver.controller_document)

    def read_key_document(self, data: bytes) -> ControllerDocument:
        """Return a key document as it was read the first time; CredentialError if it is none."""
        document: ControllerDocument = self.remember(("keys", data), lambda: ControllerDocument.from_bytes(data))
        return document

    def remember(self, question: Hashable, work: Callable[[], Any]) -> Any:
        """Return what ``work`` returned when this was asked first, or raise the CredentialError that it raised then.

        Hundreds of credentials inside may name one list or one key document: it is worked through once.
        """
        if question not in self._work:
            try:
                self._work[question] = work()
            except CredentialError as error:
                self._work[question] = error
        found = self._work[question]
        if isinstance(found, CredentialError):
            raise found.with_traceback(None)
        return found

    def status_list(self, url: str) -> Resolved:
        """Return a status list credential."""
        return self._answer("list", url, self._resolver.status_list)

    def document(self, url: str) -> Resolved:
        """Return any other document."""
        return self._answer("document", url, self._resolver.document)

    def _answer(self, kind: str, url: str, ask: Callable[[str], Resolved]) -> Resolved:
        found = self._answers.get((kind, url))
        if found is None:
            found = self._answers[kind, url] = self._asked(url, ask)
        if isinstance(found, CredentialError):
            raise found.with_traceback(None)
        return found

    def _asked(self, url: str, ask: Callable[[str], Resolved]) -> Resolved | CredentialError:
        if self._left is not None and (self._left <= 0 or self._patience <= 0):
            return ResolutionError(
                f"{url} was not asked for: what stands inside names too many addresses, or too many that do not answer",
                code="resolve.too_many",
                hint="Verify the credentials inside one by one.",
                where=url,
            )
        try:
            found = ask(url)
        except CredentialError as error:
            if self._left is not None and isinstance(error, ResolutionError) and error.code != "resolve.offline":
                self._patience -= 1
            return error
        if self._left is not None and found.source in {"fetched", "redirected"}:
            self._left -= 1
        return found


def remembered(resolver: Resolver, question: Hashable, work: Callable[[], Any]) -> Any:
    """Return what ``work`` returns, remembered for one verification if the resolver is one that does so."""
    remember: Callable[[Hashable, Callable[[], Any]], Any] | None = getattr(resolver, "remember", None)
    return work() if remember is None else remember(question, work)
