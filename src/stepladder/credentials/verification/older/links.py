"""What an older badge links to, had through the verifier's resolver alone, each believed for its own address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, ResolutionError
from stepladder.credentials.model.reading import first_object, identifier_of
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.verification.older.badge import WEB, OlderBadge
from stepladder.credentials.verification.older.scope import same_origin

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.dids import Resolver


@dataclass(slots=True, kw_only=True)
class Library:
    """Where the documents of one badge come from, and how they came: ``given`` by the verifier, or fetched when."""

    resolver: Resolver
    given: bool = False

    def text(self, url: str) -> tuple[bytes, datetime | None]:
        """Return the document at a web address, and when it was fetched.

        Raises ResolutionError: those of the resolver, ``older.no_address``, ``older.unprotected`` for what was fetched
        over http, where anyone on the way could have written it, and ``older.redirected`` for what came from another
        site: many sites redirect to wherever one likes. Open Badges 2.0 allows that, but then proves nothing.
        """
        address = url.partition("#")[0]
        if not address.startswith(WEB) or not url.isprintable():
            raise ResolutionError(
                f"{url[:200]!r} is not a web address, so nothing can be had from there",
                code="older.no_address",
                where=url[:200],
            )
        resolved = self.resolver.document(address)
        if resolved.source != "given" and not address.startswith("https://"):
            raise ResolutionError(
                f"{address} was not fetched over https: anyone on the way could have written what stands there",
                code="older.unprotected",
                hint="Ask the issuer whether it publishes its badges over https.",
                where=address,
            )
        if resolved.source == "redirected":
            raise ResolutionError(
                f"{address} led to another website, and what stands there is not its word",
                code="older.redirected",
                hint="Ask the issuer where its badges are published now.",
                where=address,
            )
        self.given = self.given or resolved.source == "given"
        return resolved.document, resolved.retrieved_at

    def document(self, url: str) -> tuple[dict[str, Any], datetime | None]:
        """Return the JSON object at a web address, and when it was fetched; CredentialError if there is none."""
        data, retrieved = self.text(url)
        document = parse(data)
        if not isinstance(document, dict):
            raise MalformedCredentialError(
                f"What stands at {url} is not a JSON object", code="older.not_an_object", where=url
            )
        return document, retrieved

    def entity(self, url: str) -> dict[str, Any]:
        """Return the JSON object at a web address that calls itself by that address, or by no id as in 1.0.

        Raises ResolutionError (``older.wrong_document``) if it calls itself otherwise, and those of :meth:`document`.
        """
        document, _ = self.document(url)
        refuse_other_id(document, url)
        return document


def refuse_other_id(document: dict[str, Any], url: str) -> None:
    """Raise ResolutionError (``older.wrong_document``) if a document has another id than the address it was had at."""
    own = document.get("id")
    if own is not None and not (isinstance(own, str) and same_identifier(own, url)):
        raise ResolutionError(
            f"The document at {url} calls itself {str(own)[:200]!r}", code="older.wrong_document", where=url
        )


def with_links(badge: OlderBadge, library: Library) -> tuple[OlderBadge, CredentialError | None]:
    """Return the badge with what it links to, and the first error if something could not be had.

    The class may stand inside the assertion, if it is the issuer's own: at the same origin, or at no address. The
    profile of an issuer with a web address is always had from there: inside a badge anyone can write anything about it.
    """
    try:
        found = _with_class(badge, library)
    except CredentialError as error:
        return badge, error
    issuer = found.issuer_id
    if badge.version == "0.5" or issuer is None or not issuer.startswith(WEB):
        return found, None
    try:
        return replace(found, linked_issuer=library.entity(issuer)), None
    except CredentialError as error:
        return found, error


def _with_class(badge: OlderBadge, library: Library) -> OlderBadge:
    value = badge.assertion.get("badge")
    if badge.version == "0.5":
        return badge
    if isinstance(value, str):
        return replace(badge, linked_class=library.entity(value))
    inside = first_object(value)
    own, issuer = identifier_of(inside), identifier_of(inside.get("issuer"))
    if own is not None and own.startswith(WEB) and not same_origin(own, issuer or ""):
        return replace(badge, linked_class=library.entity(own))
    return badge


def unfolded(badge: OlderBadge) -> dict[str, Any]:
    """Return the assertion with what it links to inside, each under its id."""
    assertion = dict(badge.assertion)
    if badge.version == "0.5" or not badge.badge_class:
        return assertion
    unfolded_class = dict(badge.badge_class)
    if badge.badge_class_id is not None:
        unfolded_class["id"] = badge.badge_class_id
    if badge.issuer:
        unfolded_class["issuer"] = {**badge.issuer, **({"id": badge.issuer_id} if badge.issuer_id else {})}
    return {**assertion, "badge": unfolded_class}
