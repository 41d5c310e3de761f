"""Controlled identifier documents and DID documents: which keys an identifier signs with, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multibase import base64url_encode, decode
from stepladder.credentials.keys.public import PublicKey, from_jwk, from_multikey
from stepladder.credentials.model.strict_json import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_METHODS = 200
_JWK_TYPES = frozenset({"JsonWebKey", "JsonWebKey2020"})
_KIND_OF_TYPE = {"Ed25519VerificationKey2020": "ed25519"}
_SECRET_MEMBERS = ("secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk")


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
        """Return the key of a Multikey, JsonWebKey, JsonWebKey2020, Ed25519VerificationKey2020 or the like.

        Raises MalformedCredentialError (``key.malformed``, ``key.secret_published``, ``key.wrong_type``) or
        UnsupportedError (``key.unknown_kind`` …) if it is none that we read.
        """
        kind, multikey, jwk = self.body.get("type"), self.body.get("publicKeyMultibase"), self.body.get("publicKeyJwk")
        if not isinstance(kind, str) or (multikey is None) == (jwk is None):
            raise MalformedCredentialError(
                "The verification method has no type, or not exactly one of publicKeyMultibase and publicKeyJwk",
                code="key.malformed",
                where=self.id,
                spec="Controlled Identifiers 1.0, section 2.2",
            )
        shown = next((name for name in _SECRET_MEMBERS if name in self.body), None)
        if shown is not None:
            raise MalformedCredentialError(
                f"The published key holds its secret part ({shown}), so anyone may have signed with it",
                code="key.secret_published",
                where=self.id,
                hint="The issuer must make a new key.",
            )
        key = from_jwk(jwk) if multikey is None else _from_multibase(multikey, self.id)
        if key.kind != _KIND_OF_TYPE.get(kind, key.kind) or (
            jwk is None if kind in _JWK_TYPES else kind == "Multikey" and jwk is not None
        ):
            raise MalformedCredentialError(
                f"The verification method is no {kind}: it holds another kind of key, or spells it another way",
                code="key.wrong_type",
                where=self.id,
                spec="Controlled Identifiers 1.0, section 2.2",
            )
        return key


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


def entries_of(document: ControllerDocument, key: PublicKey) -> Iterator[VerificationMethod]:
    """Yield every entry of a document that holds this very key, without reading all its other keys."""
    multikey = key.to_multikey() if KINDS[key.kind].has_multikey else ""
    spellings = (multikey, "u" + base64url_encode(decode(multikey))) if multikey else ()
    jwk = key.to_jwk()
    # In either alphabet a key has one spelling. A number of RSA may have zeros in front: only its kind is compared.
    compared = [name for name in jwk if name not in {"n", "e"}]
    for method in document.methods.values():
        written = method.body.get("publicKeyJwk")
        alike = isinstance(written, dict) and all(written.get(name) == jwk[name] for name in compared)
        if not alike and method.body.get("publicKeyMultibase") not in spellings:
            continue
        try:
            if method.public_key() == key:
                yield method
        except CredentialError:
            continue


def _add(methods: dict[str, VerificationMethod], entry: Any, base: str) -> str | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or len(methods) >= MAX_METHODS:
        return None
    name = _absolute(entry["id"], base)
    found = VerificationMethod(id=name, controller=_text(entry.get("controller")) or base, body=entry)
    if not (name in methods and _gives_up(methods[name].body, entry)):
        methods[name] = found
    return name


def _gives_up(before: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Tell whether an entry for the same key came before that gives the key up, and this one does not.

    Documents of two times may be read as one (:class:`DocumentResolver`), in any order.
    """
    same = all(before.get(name) == entry.get(name) for name in ("publicKeyMultibase", "publicKeyJwk"))
    withdrawn, kept = (any(one.get(name) is not None for name in ("revoked", "expires")) for one in (before, entry))
    return same and withdrawn and not kept


def _absolute(name: str, base: str) -> str:
    if name.startswith("#"):
        return base + name
    try:
        return name if ":" in name else urljoin(base, name)
    except ValueError:  # the base is no URL, so that nothing can be relative to it
        return name


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _from_multibase(text: Any, where: str) -> PublicKey:
    if not isinstance(text, str):
        raise MalformedCredentialError("The member publicKeyMultibase is no text", code="key.malformed", where=where)
    return from_multikey(text)


def _written(value: Any) -> str | None:
    """Return a time as written; what is there but no text reads as an empty one, which no time is."""
    return None if value is None else _text(value) or ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
