"""Typed values of Open Badges 3.0 (section B.1). Each writes itself as the standard's JSON, without nulls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An issuer, or another organisation or person; ``id`` is a URL or DID, ``image`` the URL of a picture."""

    id: str
    name: str
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    description: str | None = None
    image: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the profile as JSON (section B.1.20)."""
        return compact(
            id=self.id,
            type=["Profile"],
            name=self.name,
            url=self.url,
            email=self.email,
            phone=self.phone,
            description=self.description,
            image=_image(self.image),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What one must do: a narrative (Markdown), the URL of a page, or both."""

    narrative: str | None = None
    id: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the criteria as JSON (section B.1.7)."""
        return compact(id=self.id, narrative=self.narrative)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A skill or standard that an achievement stands for, such as an ESCO skill by its URI."""

    target_url: str
    target_name: str
    target_framework: str | None = None
    target_code: str | None = None
    target_type: str | None = None
    target_description: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the alignment as JSON (section B.1.4)."""
        return compact(
            type=["Alignment"],
            targetName=self.target_name,
            targetUrl=self.target_url,
            targetDescription=self.target_description,
            targetFramework=self.target_framework,
            targetType=self.target_type,
            targetCode=self.target_code,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What is achieved. ``credits_available`` counts as the issuer does (ECTS), ``image`` is the URL of a picture."""

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str | None = None
    image: str | None = None
    alignments: Sequence[Alignment] = ()
    credits_available: float | None = None
    human_code: str | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    tags: Sequence[str] = ()
    version: str | None = None
    in_language: str | None = None
    creator: Profile | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the achievement as JSON (section B.1.1)."""
        return compact(
            id=self.id,
            type=["Achievement"],
            achievementType=self.achievement_type,
            name=self.name,
            description=self.description,
            criteria=self.criteria.to_document(),
            image=_image(self.image),
            inLanguage=self.in_language,
            version=self.version,
            creator=self.creator.to_document() if self.creator else None,
            humanCode=self.human_code,
            fieldOfStudy=self.field_of_study,
            specialization=self.specialization,
            creditsAvailable=self.credits_available,
            tag=list(self.tags),
            alignment=[alignment.to_document() for alignment in self.alignments],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject:
    """Whom a credential is about, by something people know: plain, or hashed with a salt so that it cannot be read."""

    identity_hash: str
    identity_type: str = "emailAddress"
    is_hashed: bool = False
    salt: str | None = None

    @classmethod
    def hashed(cls, email: str, salt: str) -> IdentityObject:
        """Return the salted hash of an e-mail address, in lower case (section B.5.2, IdentityHash).

        >>> IdentityObject.hashed("Mara@example.org", "s1") == IdentityObject.hashed("mara@example.org", "s1")
        True
        """
        digest = hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
        return cls(identity_hash=f"sha256${digest}", is_hashed=True, salt=salt)

    def to_document(self) -> dict[str, Any]:
        """Return the identity as JSON (section B.1.18)."""
        return compact(
            type="IdentityObject",
            hashed=self.is_hashed,
            identityHash=self.identity_hash,
            identityType=self.identity_type,
            salt=self.salt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows the achievement: a page, a narrative, or both."""

    id: str | None = None
    name: str | None = None
    narrative: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the evidence as JSON (section B.1.14)."""
        return compact(
            id=self.id,
            type=["Evidence"],
            name=self.name,
            narrative=self.narrative,
            description=self.description,
            genre=self.genre,
            audience=self.audience,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was reached: a value such as a grade, for the result description with the URL ``result_description``."""

    value: str | None = None
    status: str | None = None
    result_description: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the result as JSON (section B.1.22)."""
        return compact(type=["Result"], resultDescription=self.result_description, value=self.value, status=self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject:
    """Who achieved it: an id (a DID or URL), identities, or both. The activity dates are ISO dates."""

    id: str | None = None
    identifiers: Sequence[IdentityObject] = ()
    results: Sequence[Result] = ()
    role: str | None = None
    credits_earned: float | None = None
    activity_start: str | None = None
    activity_end: str | None = None

    def to_document(self, achievement: Achievement) -> dict[str, Any]:
        """Return the subject with what it achieved as JSON (section B.1.3)."""
        return compact(
            id=self.id,
            type=["AchievementSubject"],
            identifier=[identity.to_document() for identity in self.identifiers],
            role=self.role,
            creditsEarned=self.credits_earned,
            activityStartDate=self.activity_start,
            activityEndDate=self.activity_end,
            achievement=achievement.to_document(),
            result=[result.to_document() for result in self.results],
        )


def compact(**members: Any) -> dict[str, Any]:
    """Return the members that say something: no nulls, no empty lists or objects, which a signature could not cover."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}


def _image(url: str | None) -> dict[str, Any] | None:
    return {"id": url, "type": "Image"} if url else None
