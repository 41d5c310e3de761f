"""Who somebody is and where: profiles, addresses, identifiers, pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.credentials.model.kinds import BOOLEAN, NUMBER, PLAIN, Node, Word
from stepladder.credentials.model.mapping import Value, member
from stepladder.credentials.model.terms import IdentifierTypeEnum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.model.credentials import EndorsementCredential
    from stepladder.credentials.model.texts import Text

_TYPES = member(PLAIN, name="type", many=True)
_TYPE = member(PLAIN, name="type", many=True, single=True)
_PLAIN = member(PLAIN)
_IMAGE = member(Node(name="Image", or_id=True))
_PROFILE = member(Node(name="Profile", or_id=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates(Value):
    """A place on the earth, in degrees (WGS 84)."""

    types: Sequence[str] = field(default=("GeoCoordinates",), metadata=_TYPE)
    latitude: float = field(metadata=member(NUMBER))
    longitude: float = field(metadata=member(NUMBER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Value):
    """A postal address; ``address_country_code`` is that of ISO 3166-1, two letters."""

    types: Sequence[str] = field(default=("Address",), metadata=_TYPES)
    address_country: Text | None = None
    address_country_code: str | None = field(default=None, metadata=_PLAIN)
    address_region: Text | None = None
    address_locality: Text | None = None
    street_address: Text | None = None
    post_office_box_number: str | None = field(default=None, metadata=_PLAIN)
    postal_code: str | None = field(default=None, metadata=_PLAIN)
    geo: GeoCoordinates | None = field(default=None, metadata=member(Node(name="GeoCoordinates")))


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry(Value):
    """What one is known by elsewhere; ``identifier_type`` is an ``IdentifierTypeEnum`` or begins with ``ext:``."""

    types: Sequence[str] = field(default=("IdentifierEntry",), metadata=_TYPE)
    identifier: str = field(metadata=_PLAIN)
    identifier_type: str = field(metadata=member(Word(words=IdentifierTypeEnum)))


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject(Value):
    """Whom a credential is about, by something people know: plain, or hashed with a salt so that it cannot be read."""

    types: Sequence[str] = field(default=("IdentityObject",), metadata=_TYPE)
    is_hashed: bool = field(default=False, metadata=member(BOOLEAN, name="hashed", required=True))
    identity_hash: str = field(metadata=_PLAIN)
    identity_type: str = field(default="emailAddress", metadata=member(Word(words=IdentifierTypeEnum), required=True))
    salt: str | None = field(default=None, metadata=_PLAIN)

    @classmethod
    def hashed(cls, email: str, salt: str) -> IdentityObject:
        """Return the salted hash of an e-mail address, in lower case (appendix B.5, IdentityHash).

        >>> IdentityObject.hashed("Mara@example.org", "s1") == IdentityObject.hashed("mara@example.org", "s1")
        True
        """
        digest = hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
        return cls(identity_hash=f"sha256${digest}", is_hashed=True, salt=salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Value):
    """A picture by its URL, which may be a data URL."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("Image",), metadata=_TYPE)
    caption: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Value):
    """An issuer, or another organisation or person; ``id`` is a URL or DID, which only a stranger's JSON may lack.

    ``official`` is the name of an authorised official, ``date_of_birth`` an ISO date, ``endorsement_jwts`` are compact
    tokens, which belong into credentials that are tokens themselves.
    """

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(default=("Profile",), metadata=_TYPES)
    name: Text | None = None
    url: str | None = field(default=None, metadata=_PLAIN)
    phone: str | None = field(default=None, metadata=_PLAIN)
    description: Text | None = None
    endorsements: Sequence[EndorsementCredential] = field(
        default=(), metadata=member(Node(name="EndorsementCredential", signed=True), name="endorsement", many=True)
    )
    endorsement_jwts: Sequence[str] = field(default=(), metadata=member(PLAIN, name="endorsementJwt", many=True))
    image: Image | None = field(default=None, metadata=_IMAGE)
    email: str | None = field(default=None, metadata=_PLAIN)
    address: Address | None = field(default=None, metadata=member(Node(name="Address")))
    other_identifiers: Sequence[IdentifierEntry] = field(
        default=(), metadata=member(Node(name="IdentifierEntry"), name="otherIdentifier", many=True)
    )
    official: Text | None = None
    parent_org: Profile | None = field(default=None, metadata=_PROFILE)
    family_name: Text | None = None
    given_name: Text | None = None
    additional_name: Text | None = None
    patronymic_name: Text | None = None
    honorific_prefix: Text | None = None
    honorific_suffix: Text | None = None
    family_name_prefix: Text | None = None
    date_of_birth: str | None = field(default=None, metadata=_PLAIN)
