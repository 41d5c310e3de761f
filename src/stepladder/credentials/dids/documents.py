"""Controlled identifier documents and DID documents: which keys an identifier signs with, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.keys.public import PublicKey, from_jwk, from_multikey
from stepladder.credentials.model.strict_json import parse

MAX_METHODS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMethod:
    """One key of a document: its URL, who controls it, and its JSON. ``expires`` and ``revoked`` are as written."""

    id: str
    controller: str
    body: dict[str, Any]

    @property
    def expires(self) -> str | None:
        """When the key stops being valid, as written in the document."""
        return _written(self.body.get("expires"))

    @property
    def revoked(self) -> str | None:
        """Since when the key is not to be believed, as written in the document."""
        return _written(self.body.get("revoked"))

    def public_key(self) -> PublicKey:
        """Return the key; MalformedCredentialError or UnsupportedError if it is none that we read."""
        if isinstance(self.body.get("publicKeyMultibase"), str):
            return from_multikey(self.body["publicKeyMultibase"])
        if "publicKeyJwk" in self.body:
            return from_jwk(self.body["publicKeyJwk"])
        raise MalformedCredentialError(
            "The verification method holds neither publicKeyMultibase nor publicKeyJwk",
            code="key.malformed",
            where=self.id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerDocument:
    """A controlled identifier document (Controlled Identifiers 1.0, section 2): id, keys, and their purposes."""

    id: str
    methods: dict[str, VerificationMethod]
    purposes: dict[str, tuple[str, ...]]

    @classmethod
    def from_bytes(cls, data: bytes) -> ControllerDocument:
        """Read a document; MalformedCredentialError if it is no JSON object with an id."""
        return cls.from_document(parse(data))

    @classmethod
    def from_document(cls, document: Any) -> ControllerDocument:
        """Read a parsed document. A key embedded under a purpose counts as listed for that purpose only."""
        identifier = document.get("id") if isinstance(document, dict) else None
        if not isinstance(identifier, str) or not identifier:
            raise MalformedCredentialError(
                "The key document is not a JSON object with an id",
                code="key_document.malformed",
                where="/id",
                spec="Controlled Identifiers 1.0, section 2.1",
            )
        methods: dict[str, VerificationMethod] = {}
        purposes: dict[str, tuple[str, ...]] = {}
        for entry in _listed(document.get("verificationMethod")):
            _add(methods, entry, identifier)
        for purpose in ("assertionMethod", "authentication"):
            listed = []
            for entry in _listed(document.get(purpose)):
                if isinstance(entry, str):
                    listed.append(_absolute(entry, identifier))
                else:
                    name = _add(methods, entry, identifier)
                    if name is not None:
                        listed.append(name)
            purposes[purpose] = tuple(listed)
        if not methods and ("publicKeyMultibase" in document or "publicKeyJwk" in document):
            _add(methods, document, _text(document.get("controller")) or identifier)
        return cls(id=identifier, methods=methods, purposes=purposes)

    def uses(self, method: str, purpose: str) -> bool:
        """Tell whether the key with this URL is listed for a purpose: ``assertionMethod`` or ``authentication``."""
        return method in self.purposes.get(purpose, ())

    def asserts_with(self, method: str) -> bool:
        """Tell whether the key with this URL may sign assertions (credentials) for this identifier."""
        return self.uses(method, "assertionMethod")


def _add(methods: dict[str, VerificationMethod], entry: Any, base: str) -> str | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or len(methods) >= MAX_METHODS:
        return None
    name = _absolute(entry["id"], base)
    methods[name] = VerificationMethod(id=name, controller=_text(entry.get("controller")) or base, body=entry)
    return name


def _absolute(name: str, base: str) -> str:
    if name.startswith("#"):
        return base + name
    return name if ":" in name else urljoin(base, name)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _written(value: Any) -> str | None:
    """Return a time as written; what is there but no text reads as an empty one, which no time is."""
    return None if value is None else _text(value) or ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
