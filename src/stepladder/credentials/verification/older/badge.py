"""An older badge as far as it is known: the assertion, what it is for, and who issued it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from stepladder.credentials.model.older_badges import in_words_of_3_0, listed_texts, moment_of, version_of
from stepladder.credentials.model.reading import first_object, identifier_of, text_of
from stepladder.credentials.model.times import timestamp

Manner = Literal["hosted", "signed"]
_MANNERS: dict[str, Manner] = {
    "hosted": "hosted",
    "HostedBadge": "hosted",
    "signed": "signed",
    "SignedBadge": "signed",
}
WEB = ("https://", "http://")
MAX_ADDRESS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderBadge:
    """An assertion with what it links to. ``version`` is empty for the mere address that some pictures hold.

    ``found_at`` is the address at which the assertion was had or, in a picture, is said to be. ``linked_class`` and
    ``linked_issuer`` are what was had from their own addresses: it counts instead of what stands inside.
    """

    version: str
    assertion: dict[str, Any]
    found_at: str = ""
    linked_class: dict[str, Any] | None = None
    linked_issuer: dict[str, Any] | None = None
    told: dict[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once how it reads."""
        object.__setattr__(self, "told", self._told())

    @property
    def standard(self) -> str:
        """The name of the standard, with its version if that is known."""
        return f"Open Badges {self.version}".strip()

    @property
    def verification(self) -> dict[str, Any]:
        """The instructions how to verify it: ``verification``, in 1.x ``verify``."""
        return first_object(self.assertion.get("verification", self.assertion.get("verify")))

    @property
    def manner(self) -> Manner | None:
        """How it is to be verified; None if it does not say. 0.5 knew only hosted badges."""
        if self.version == "0.5" or not self.version:
            return "hosted"
        types = listed_texts(self.verification, "type")
        return next((_MANNERS[name] for name in types if name in _MANNERS), None)

    @property
    def id(self) -> str | None:
        """The id: in 1.0 the address at which it is hosted, or else ``urn:uid:`` and the local ``uid``."""
        own = text_of(self.assertion.get("id"))
        return own or self.address or (f"urn:uid:{self.uid}" if self.uid else None)

    @property
    def uid(self) -> str:
        """The ``uid`` of 1.x, which is unique for one issuer only, as text; or an empty text."""
        uid = self.assertion.get("uid")
        return str(uid) if isinstance(uid, (str, int)) and not isinstance(uid, bool) else ""

    @property
    def address(self) -> str:
        """Where a hosted badge says that it is published; empty if it says nothing or is signed."""
        if self.manner != "hosted":
            return ""
        own, told = text_of(self.assertion.get("id")) or "", text_of(self.verification.get("url")) or ""
        named = (own, told) if self.version == "2.0" else (told, own)
        return next((one for one in (*named, self.found_at) if _is_address(one)), "")

    @property
    def badge_class(self) -> dict[str, Any]:
        """What the badge is for: the linked document, or what stands inside, or an empty dict."""
        return first_object(self.assertion.get("badge")) if self.linked_class is None else self.linked_class

    @property
    def badge_class_id(self) -> str | None:
        """The id of what the badge is for: its own, or else the address in the assertion."""
        return identifier_of(self.badge_class) or identifier_of(self.assertion.get("badge"))

    @property
    def issuer(self) -> dict[str, Any]:
        """Who issued it: the linked profile, or what stands inside, or an empty dict."""
        return first_object(self.badge_class.get("issuer")) if self.linked_issuer is None else self.linked_issuer

    @property
    def issuer_id(self) -> str | None:
        """The id of the issuer; of 0.5 the origin that it claims."""
        if self.version == "0.5":
            return text_of(self.issuer.get("origin"))
        return identifier_of(self.badge_class.get("issuer")) or identifier_of(self.issuer)

    def _told(self) -> dict[str, Any]:
        times = {}
        for name, members in (("valid_from", ("issuedOn", "issued_on")), ("valid_until", ("expires",))):
            value = next((self.assertion[member] for member in members if member in self.assertion), None)
            moment = moment_of(value, self.version)
            times[name] = timestamp(moment) if moment else text_of(value)
        return in_words_of_3_0(
            self.assertion,
            self.badge_class,
            self.issuer,
            id=self.id,
            badge_class_id=self.badge_class_id,
            issuer_id=self.issuer_id,
            **times,
        )


def read_older(document: dict[str, Any], found_at: str = "") -> OlderBadge | None:
    """Return a document as an older badge, or None if it is none; a draft of 1.0 baked only where the badge stands."""
    version = version_of(document)
    if version is not None:
        return OlderBadge(version=version, assertion=document, found_at=found_at)
    address = document.get("assertionUrl")
    if document.get("method") == "hosted" and _is_address(address):
        return at_address(str(address))
    return None


def read_address(text: bytes) -> OlderBadge | None:
    """Return the badge of which a picture holds only the address, or None if the text is no address."""
    address = text.decode("ascii", "replace")
    return at_address(address) if _is_address(address) else None


def at_address(address: str) -> OlderBadge:
    """Return a badge of which only the address is known."""
    return OlderBadge(version="", assertion={"id": address}, found_at=address)


def _is_address(value: Any) -> bool:
    return (
        isinstance(value, str)
        and value.startswith(WEB)
        and len(value) <= MAX_ADDRESS
        and value.isprintable()
        and " " not in value
    )
