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

_SPACE = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential that could be read. Whether it holds is for :func:`stepladder.credentials.verify` to say.

    ``original`` are the bytes of the credential itself, ``container`` is where they were found, ``securing`` how they
    are signed. The properties never raise: what is missing or has another shape reads as None or as an empty tuple.
    """

    original: bytes
    document: dict[str, Any]
    container: Literal["json", "jwt", "png", "svg"]
    securing: Literal["embedded", "jwt", "none"]
    jwt: CompactJwt | None = None

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
            return cls(
                original=data, document=document_of(jwt.payload), container=container or "jwt", securing="jwt", jwt=jwt
            )
        document = parse(text)
        if not isinstance(document, dict):
            raise MalformedCredentialError(
                "The JSON is not an object", code="document.not_an_object", hint="A credential is one JSON object."
            )
        securing: Literal["embedded", "none"] = "embedded" if document.get("proof") else "none"
        return cls(original=data, document=document, container=container or "json", securing=securing)

    @property
    def id(self) -> str | None:
        """The credential's id."""
        return text_of(self.document.get("id"))

    @property
    def name(self) -> str | None:
        """The credential's name, or else its achievement's."""
        return name_of(self.document) or self.achievement_name

    @property
    def types(self) -> tuple[str, ...]:
        """The type names, in order."""
        value = self.document.get("type")
        return tuple(item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))

    @property
    def issuer_id(self) -> str | None:
        """The id of the issuer that the credential names."""
        return identifier_of(self.document.get("issuer"))

    @property
    def issuer_name(self) -> str | None:
        """The name that the issuer gives itself."""
        return name_of(self.document.get("issuer"))

    @property
    def subject(self) -> dict[str, Any]:
        """The first credential subject, or an empty dict."""
        return first_object(self.document.get("credentialSubject"))

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
        """From when it is valid, as written (``validFrom``, or ``issuanceDate`` of VC 1.1)."""
        return text_of(self.document.get("validFrom", self.document.get("issuanceDate")))

    @property
    def valid_until(self) -> str | None:
        """Until when it is valid, as written (``validUntil``, or ``expirationDate`` of VC 1.1)."""
        return text_of(self.document.get("validUntil", self.document.get("expirationDate")))

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
