"""Revocation lists of 1EdTech: a plain document that names the credentials that were revoked, and is not signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import plainly_written, same_identifier
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPEC = "1EdTech Revocation List Status Method 1.0"
_MEMBERS = ("revokedCredential", "revokedCredentials")  # the model and the prose of the specification differ
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """What a revocation list says about one credential, and why if it says so."""

    revoked: bool
    reason: str = ""


def revocation_list_url(entry: dict[str, Any]) -> str:
    """Return the URL of the list that a ``1EdTechRevocationList`` entry names, its ``id``.

    Raises MalformedCredentialError (``status.malformed_entry``).
    """
    url = entry.get("id")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise MalformedCredentialError(
            "The revocation list is not named by a web address",
            code="status.malformed_entry",
            where="/credentialStatus/id",
            spec=_SPEC,
        )
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """A revocation list as it was read: its issuer, and for each id the first item that does not say "not revoked".

    Each item has its number and its JSON pointer in front; ``nameless`` is the first one without an id.
    """

    url: str
    issuer: str
    entries: Mapping[str, tuple[int, str, Any]]
    nameless: tuple[int, str] | None = None

    def look_up(self, *, issuer: str, credential_id: str | None) -> Revocation:
        """Return what the list says about a credential; errors as of :func:`check_revocation_list`."""
        if not credential_id:
            raise MalformedCredentialError(
                "The credential has no id by which the revocation list could name it",
                code="status.no_credential_id",
                where="/id",
                spec=_SPEC,
            )
        if not same_identifier(self.issuer, issuer):
            raise MalformedCredentialError(
                f"The status list is issued by {self.issuer!r}, not by the credential's issuer",
                code="status.other_issuer",
                where=self.url,
            )
        found = self.entries.get(plainly_written(credential_id))
        if self.nameless is not None and (found is None or self.nameless[0] < found[0]):
            raise _malformed("A revoked credential has no id", self.nameless[1])
        return Revocation(revoked=False) if found is None else _revocation(found[2], found[1])


def read_revocation_list(data: bytes, *, url: str) -> RevocationList:
    """Read the list published at ``url``, so that any number of credentials can be looked up.

    Raises MalformedCredentialError: ``status.list_malformed``, ``status.wrong_list``, ``document.…``.
    """
    # 1. The list, its name and its issuer.
    document = parse(data)
    if not isinstance(document, dict):
        raise _malformed("The revocation list is not a JSON object", "")
    own = document.get("id")
    if own is not None and not (isinstance(own, str) and same_identifier(own, url)):
        raise MalformedCredentialError(
            f"The list calls itself {str(own)[:200]!r}, but {url!r} was asked for", code="status.wrong_list", where=url
        )
    named = document.get("issuer")
    named = named.get("id") if isinstance(named, dict) else named
    if not isinstance(named, str):
        raise _malformed("The revocation list names no issuer", "/issuer")
    # 2. Whom it names.
    entries: dict[str, tuple[int, str, Any]] = {}
    nameless: tuple[int, str] | None = None
    for index, (place, item) in enumerate(_revoked(document)):
        identifier = item.get("id") if isinstance(item, dict) else item
        if not isinstance(identifier, str):
            nameless = nameless or (index, place)
        elif not (isinstance(item, dict) and item.get("revoked") is False):
            entries.setdefault(plainly_written(identifier), (index, place, item))
    return RevocationList(url=url, issuer=named, entries=entries, nameless=nameless)


def check_revocation_list(data: bytes, *, url: str, issuer: str, credential_id: str | None) -> Revocation:
    """Look up a credential in the list published at ``url``, by its id.

    The list is the word of whoever publishes it there, so it must name the credential's issuer as its own. Raises
    MalformedCredentialError: ``status.no_credential_id`` (nothing to look up), ``status.list_malformed``,
    ``status.wrong_list`` (it calls itself otherwise), ``status.other_issuer``; ``document.…`` if it is no strict JSON.
    """
    return read_revocation_list(data, url=url).look_up(issuer=issuer, credential_id=credential_id)


def _revoked(document: dict[str, Any]) -> list[tuple[str, Any]]:
    listed = []
    for member in _MEMBERS:
        value = document.get(member, [])
        items = value if isinstance(value, list) else [value]
        listed += [(f"/{member}/{index}", item) for index, item in enumerate(items)]
    if "id" not in document and not any(member in document for member in _MEMBERS):
        raise _malformed("The document is not a revocation list: it has no revokedCredential", "/revokedCredential")
    return listed


def _revocation(item: Any, place: str) -> Revocation:
    if not isinstance(item, dict):
        return Revocation(revoked=True)
    revoked = item.get("revoked", True)  # left out, it means true
    if not isinstance(revoked, bool):
        raise _malformed("A revoked credential's member 'revoked' is neither true nor false", f"{place}/revoked")
    reason = item.get("revocationReason")
    return Revocation(revoked=revoked, reason=reason[:_LONGEST_REASON] if isinstance(reason, str) else "")


def _malformed(message: str, where: str) -> MalformedCredentialError:
    return MalformedCredentialError(message, code="status.list_malformed", where=where, spec=_SPEC)
