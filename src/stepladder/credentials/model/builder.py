"""Putting credentials together, ready to sign: on VC 2.0, with the contexts of Open Badges 3.0.3 and CLR 2.0.1."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.clr import ClrCredential
from stepladder.credentials.model.credential_parts import CredentialStatus
from stepladder.credentials.model.credentials import (
    AchievementCredential,
    EndorsementCredential,
    EnvelopedVerifiableCredential,
    VerifiableCredential,
    read_credential,
)
from stepladder.credentials.model.times import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from stepladder.credentials.model.achievements import Achievement, AchievementSubject, Evidence
    from stepladder.credentials.model.clr import ClrSubject
    from stepladder.credentials.model.credentials import EndorsementSubject
    from stepladder.credentials.model.profiles import Profile
    from stepladder.credentials.model.texts import Text

Signed = VerifiableCredential | dict[str, Any] | str
"""A credential that is signed already: as a value, as its document, or as a compact token."""


def achievement_credential(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: Profile,
    achievement: Achievement,
    subject: AchievementSubject,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    name: Text | None = None,
    description: Text | None = None,
    status: Sequence[dict[str, Any]] = (),
    evidence: Sequence[Evidence] = (),
    endorsements: Sequence[Signed] = (),
) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 ``AchievementCredential`` on VC 2.0 with context 3.0.3.

    ``valid_from``, ``valid_until`` and ``awarded`` are aware datetimes, written in UTC to the second; ``status`` holds
    entries as :func:`stepladder.credentials.status.status_entry` makes them; ``endorsements`` are signed, and those
    that are tokens belong into a credential that is a token itself. Raises ValueError for a time without zone, and
    MalformedCredentialError (``model.…``) for a word that the standard does not know. See appendix B.1.
    """
    objects, tokens = _endorsements(endorsements)
    return _checked(
        AchievementCredential(
            id=id,
            issuer=issuer,
            valid_from=timestamp(valid_from),
            valid_until=_time(valid_until),
            awarded_date=_time(awarded),
            name=name or achievement.name,
            description=description,
            credential_subjects=(replace(subject, achievement=achievement),),
            evidence=evidence,
            credential_statuses=_statuses(status),
            endorsements=objects,
            endorsement_jwts=tokens,
        )
    )


def endorsement_credential(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: Profile,
    subject: EndorsementSubject,
    name: Text,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    description: Text | None = None,
    status: Sequence[dict[str, Any]] = (),
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 ``EndorsementCredential``: what ``issuer`` says of the thing with an id.

    Times and ``status`` are those of :func:`achievement_credential`, and so are the errors. See appendix B.1.
    """
    return _checked(
        EndorsementCredential(
            id=id,
            issuer=issuer,
            valid_from=timestamp(valid_from),
            valid_until=_time(valid_until),
            awarded_date=_time(awarded),
            name=name,
            description=description,
            credential_subjects=(subject,),
            evidence=evidence,
            credential_statuses=_statuses(status),
        )
    )


def clr_credential(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: Profile,
    subject: ClrSubject,
    credentials: Sequence[Signed],
    name: Text,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    description: Text | None = None,
    status: Sequence[dict[str, Any]] = (),
    partial: bool | None = None,
    endorsements: Sequence[Signed] = (),
) -> dict[str, Any]:
    """Return an unsigned CLR 2.0 ``ClrCredential`` with signed credentials inside, each as its issuer signed it.

    They come after those that ``subject`` has already; a compact token is put into an envelope. ``subject`` also says
    how the achievements belong together. Times, ``status``, ``endorsements`` and errors are those of
    :func:`achievement_credential`. See CLR 2.0, appendix B.1.
    """
    inner = tuple(_read(one, enveloped=True) for one in credentials)
    objects, tokens = _endorsements(endorsements)
    return _checked(
        ClrCredential(
            id=id,
            issuer=issuer,
            valid_from=timestamp(valid_from),
            valid_until=_time(valid_until),
            awarded_date=_time(awarded),
            name=name,
            description=description,
            partial=partial,
            credential_subjects=(replace(subject, verifiable_credentials=(*subject.verifiable_credentials, *inner)),),
            credential_statuses=_statuses(status),
            endorsements=objects,
            endorsement_jwts=tokens,
        )
    )


def _checked(credential: VerifiableCredential) -> dict[str, Any]:
    """Return the document, after reading it as strictly as the standard's lists of words are meant."""
    document = credential.to_document()
    type(credential).from_document(document, strict=True)
    return document


def _time(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment else None


def _statuses(entries: Iterable[dict[str, Any]]) -> tuple[CredentialStatus, ...]:
    return tuple(CredentialStatus.from_document(entry) for entry in entries)


def _read(one: Signed, *, enveloped: bool) -> VerifiableCredential | EnvelopedVerifiableCredential | str:
    if isinstance(one, str):
        return EnvelopedVerifiableCredential.of(one) if enveloped else one
    return one if isinstance(one, VerifiableCredential) else read_credential(one)


def _endorsements(given: Sequence[Signed]) -> tuple[tuple[EndorsementCredential, ...], tuple[str, ...]]:
    """Return endorsements that are objects, and those that are tokens."""
    read = [
        one
        if isinstance(one, (str, EndorsementCredential))
        else EndorsementCredential.from_document(one.to_document() if isinstance(one, VerifiableCredential) else one)
        for one in given
    ]
    objects = tuple(one for one in read if isinstance(one, EndorsementCredential))
    return objects, tuple(one for one in read if isinstance(one, str))
