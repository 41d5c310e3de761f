"""A credential as it was read: original bytes, the document, and tolerant answers to the usual questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from stepladder.credentials.baking import image_kind, unbake
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.compact_jwt import CompactJwt, looks_like_jwt, split
from stepladder.credentials.model.reading import AlignmentText, first_object, identifier_of, name_of, text_of
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.proofs.other_formats import refuse_other_formats
from stepladder.credentials.verification.jwt_claims import document_of
from stepladder.credentials.verification.older.badge import OlderBadge, read_address, read_older

_SPACE = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential that could be read. Whether it holds is for :func:`stepladder.credentials.verify` to say.

    ``original`` are the bytes of the credential itself, ``container`` is where they were found, ``securing`` how they
    are signed or, of an older badge, published. ``older`` is set for Open Badges 2.0 and before: their ``document`` is
    the assertion, and they read under the same names. The properties never raise: what is missing or has another shape
    reads as None or as an empty tuple.
    """

    original: bytes
    document: dict[str, Any]
    container: Literal["json", "jwt", "png", "svg"]
    securing: Literal["embedded", "jwt", "hosted", "none"]
    jwt: CompactJwt | None = None
    older: OlderBadge | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Credential:
        """Read JSON, a compact JWT, or a baked PNG or SVG, told apart by their bytes.

        Raises MalformedCredentialError (``document.not_json``, ``document.too_large``, ``baking.nothing_inside`` …)
        with a hint; merely wrong contents are left to the checks.
        """
        kind = image_kind(data)
        if kind == "png":
            return cls._from_text(unbake(data), "png")
        if kind == "svg":
            return cls._from_text(unbake(data), "svg")
        return cls._from_text(data, None)

    @classmethod
    def _from_text(cls, data: bytes, container: Literal["png", "svg"] | None) -> Credential:
        text = data.strip(_SPACE)
        if not text:
            raise MalformedCredentialError("The file is empty", code="document.empty", hint="Choose the file again.")
        refuse_other_formats(text)
        if looks_like_jwt(text):
            jwt = split(text.decode("ascii", "replace"))
            older = read_older(jwt.payload)
            document = jwt.payload if older else document_of(jwt.payload)
            kind = container or "jwt"
            return cls(original=data, document=document, container=kind, securing="jwt", jwt=jwt, older=older)
        at_address = read_address(text) if container else None
        if at_address is not None:
            return cls._from_older(data, at_address, container or "json")
        document = parse(text)
        if not isinstance(document, dict):
            raise MalformedCredentialError(
                "The JSON is not an object", code="document.not_an_object", hint="A credential is one JSON object."
            )
        older = read_older(document)
        if older is not None:
            return cls._from_older(data, older, container or "json")
        securing: Literal["embedded", "none"] = "embedded" if document.get("proof") else "none"
        return cls(original=data, document=document, container=container or "json", securing=securing)

    @classmethod
    def _from_older(cls, data: bytes, older: OlderBadge, container: Literal["json", "png", "svg"]) -> Credential:
        securing: Literal["hosted", "none"] = "hosted" if older.manner == "hosted" else "none"
        return cls(original=data, document=older.assertion, container=container, securing=securing, older=older)

    @property
    def _told(self) -> dict[str, Any]:
        """What it says under the names of Open Badges 3.0: the document itself, but for older badges."""
        return self.document if self.older is None else self.older.told

    @property
    def standard(self) -> str:
        """The standard by whose rules it is verified: ``Open Badges 2.0`` …, or empty for W3C credentials."""
        return "" if self.older is None else self.older.standard

    @property
    def id(self) -> str | None:
        """The credential's id."""
        return text_of(self._told.get("id"))

    @property
    def name(self) -> str | None:
        """The credential's name, or else its achievement's."""
        return name_of(self._told) or self.achievement_name

    @property
    def types(self) -> tuple[str, ...]:
        """The type names, in order."""
        value = self._told.get("type")
        return tuple(item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))

    @property
    def issuer_id(self) -> str | None:
        """The id of the issuer that the credential names."""
        return identifier_of(self._told.get("issuer"))

    @property
    def issuer_name(self) -> str | None:
        """The name that the issuer gives itself."""
        return name_of(self._told.get("issuer"))

    @property
    def subject(self) -> dict[str, Any]:
        """The first credential subject, or an empty dict."""
        return first_object(self._told.get("credentialSubject"))

    @property
    def subjects(self) -> tuple[dict[str, Any], ...]:
        """Every credential subject that is an object."""
        value = self._told.get("credentialSubject")
        return tuple(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict))

    @property
    def achievement(self) -> dict[str, Any]:
        """The achievement, or an empty dict."""
        return first_object(self.subject.get("achievement"))

    @property
    def achievement_id(self) -> str | None:
        """The id of the achievement."""
        return identifier_of(self.subject.get("achievement"))

    @property
    def achievement_name(self) -> str | None:
        """The name of the achievement."""
        return name_of(self.achievement)

    @property
    def recipient(self) -> str | None:
        """The id of the subject, or else a plain identity; None if there is only a hash."""
        return identifier_of(self.subject) or next(iter(self.plain_identities), None)

    @property
    def plain_identities(self) -> tuple[str, ...]:
        """Identities of the subject that are written in plain text."""
        entries = self.subject.get("identifier")
        plain = [
            entry.get("identityHash")
            for entry in (entries if isinstance(entries, list) else [entries])
            if isinstance(entry, dict) and entry.get("hashed") is False
        ]
        return tuple(text for text in plain if isinstance(text, str))

    @property
    def valid_from(self) -> str | None:
        """From when it is valid, as written (``validFrom``, ``issuanceDate`` of VC 1.1); of older badges in UTC."""
        return text_of(self._told.get("validFrom", self._told.get("issuanceDate")))

    @property
    def valid_until(self) -> str | None:
        """Until when it is valid, as written (``validUntil``, ``expirationDate`` of VC 1.1); of older badges in UTC."""
        return text_of(self._told.get("validUntil", self._told.get("expirationDate")))

    @property
    def alignments(self) -> tuple[AlignmentText, ...]:
        """The skills or standards that the achievement is aligned to."""
        value = self.achievement.get("alignment")
        entries = value if isinstance(value, list) else [value]
        return tuple(AlignmentText.from_document(entry) for entry in entries if isinstance(entry, dict))

    def summary(self) -> dict[str, Any]:
        """Return the ``credential`` object of ``stepladder verify --json``."""
        return {
            "id": self.id,
            "name": self.name,
            "issuer": {"id": self.issuer_id, "name": self.issuer_name},
            "achievement": {"id": self.achievement_id, "name": self.achievement_name},
            "recipient": self.recipient,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "alignments": [{"target_url": one.target_url, "target_name": one.target_name} for one in self.alignments],
        }
