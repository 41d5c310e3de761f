"""Where other credentials stand inside a document, and what an endorsement there should be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.model.reading import identifier_of
from stepladder.credentials.model.strict_json import escape_pointer
from stepladder.credentials.verification.enveloped import ENVELOPED, type_names

if TYPE_CHECKING:
    from collections.abc import Iterator

Role = Literal["endorsement", "credential"]

_ROLES: dict[str, Role] = {
    "endorsement": "endorsement",
    "endorsementJwt": "endorsement",
    "verifiableCredential": "credential",
}
_CREDENTIALS = {"VerifiableCredential", ENVELOPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One inner credential as it stands there: its role, its JSON pointer, and the ids that it may rightly be about."""

    role: Role
    where: str
    value: Any
    about: frozenset[str]


def places(document: dict[str, Any]) -> Iterator[Place]:
    """Yield what stands inside, in the order of the document; what stands deeper belongs to what it stands in.

    That is everything under ``endorsement``, ``endorsementJwt`` and ``verifiableCredential`` (Open Badges 3.0 section
    B.1, CLR 2.0 section B.1), and any other object that calls itself a credential.
    """
    stack: list[tuple[Any, str, str, dict[str, Any]]] = [(document, "", "", document)]
    while stack:
        item, where, member, owner = stack.pop()
        role = _ROLES.get(member)
        if isinstance(item, list):
            stack.extend((each, f"{where}/{index}", member, owner) for index, each in _backwards(item))
        elif where and (role is not None or _CREDENTIALS & type_names(item)):
            about = _subjects(owner, document) if role == "endorsement" else frozenset()
            yield Place(role=role or "credential", where=where, value=item, about=about)
        elif isinstance(item, dict):
            stack.extend(
                (value, f"{where}/{escape_pointer(key)}", key, item)
                for key, value in reversed(item.items())
                if key != "proof" and (isinstance(value, (dict, list)) or key in _ROLES)
            )


def is_about(place: Place, subject: str | None) -> bool:
    """Tell whether an endorsement with this subject is about what it stands in, as far as that has an id."""
    if place.role != "endorsement" or not place.about:
        return True
    return subject is not None and any(same_identifier(one, subject) for one in place.about)


def _backwards(items: list[Any]) -> Iterator[tuple[int, Any]]:
    return zip(range(len(items) - 1, -1, -1), reversed(items), strict=True)


def _subjects(owner: dict[str, Any], document: dict[str, Any]) -> frozenset[str]:
    """Return what an endorsement there may be about: the object that holds it.

    Of the credential itself, that is also its issuer, its achievement and who made that (Open Badges 3.0, B.1.2).
    """
    things: list[Any] = [owner]
    if owner is document:
        things.append(document.get("issuer"))
        for subject in _listed(document.get("credentialSubject")):
            for achievement in _listed(subject.get("achievement") if isinstance(subject, dict) else None):
                things.append(achievement)
                things.append(achievement.get("creator") if isinstance(achievement, dict) else None)
    return frozenset(found for found in map(identifier_of, things) if found)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
