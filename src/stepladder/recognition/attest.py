"""From a verified credential to attestations of skills.

A learner record (CLR 2.0) attests nothing by itself: its skills are those of the credentials in it. Each of them counts
only if it holds by itself, is about the same learner, and its own issuer is known at least as well as the record's.
Packing somebody's badge, or a badge of one's own making, into a record of a known issuer makes neither any better.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepladder.credentials import VerifiedCredential
from stepladder.credentials.dids import same_identifier
from stepladder.recognition.mapping import map_alignment
from stepladder.recognition.rules import achieved, strength_of
from stepladder.skills.evidence import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stepladder.skills.frameworks.model import Framework

__all__ = ["attest"]

_LEARNER_RECORD = "ClrCredential"
_HOW_WELL_KNOWN = {"self_asserted": 0, "domain_proved": 1, "listed": 2}


def attest(
    verified: VerifiedCredential, *, framework: Framework, crosswalk: Mapping[str, tuple[str, float]] | None = None
) -> tuple[SkillAttestation, ...]:
    """Return what a verified credential says about skills of ``framework``, one attestation per skill.

    Alignment targets are mapped by exact URI, else by ``crosswalk`` (target URL → skill URI and confidence), else by
    label with a confidence and a flag (`map_alignment`). The strength follows `strength_of`; a credential whose results
    say that it was not achieved attests nothing. Credentials inside count as this module says, each with its own
    issuer, dates and strength. Raises TypeError for anything but a `VerifiedCredential`: only what was verified counts
    as evidence.
    """
    if not isinstance(verified, VerifiedCredential):
        raise TypeError(
            f"attest takes a VerifiedCredential, made by stepladder.credentials.verify; got {type(verified)}"
        )
    best: dict[str, SkillAttestation] = {}
    for one in _counting(verified):
        for found in _own(one, framework, crosswalk or {}):
            if found.skill not in best or best[found.skill].confidence < found.confidence:
                best[found.skill] = found
    return tuple(best.values())


def _own(
    verified: VerifiedCredential, framework: Framework, crosswalk: Mapping[str, tuple[str, float]]
) -> Iterator[SkillAttestation]:
    """Yield what the achievement of one credential attests."""
    credential = verified.credential
    subject = credential.subject
    if _LEARNER_RECORD in credential.types or not achieved(subject):
        return
    strength = strength_of(credential.achievement, subject, credential.document.get("evidence"))
    for alignment in credential.alignments:
        mapped = map_alignment(alignment.target_url, alignment.target_name, framework=framework, crosswalk=crosswalk)
        if mapped is not None:
            yield SkillAttestation(
                skill=mapped.skill,
                strength=strength,
                obtained=_day(credential.valid_from),
                valid_until=_day(credential.valid_until),
                source=credential.id or "",
                source_name=credential.issuer_name or credential.issuer_id or "",
                confidence=mapped.confidence,
                flag=mapped.flag,
            )


def _counting(verified: VerifiedCredential) -> Iterator[VerifiedCredential]:
    """Yield the credential itself, and those inside it that count, however deep they stand."""
    yield verified
    for inner in verified.inner:
        if _is_about_the_same(inner, verified) and _known(inner) >= _known(verified):
            yield from _counting(inner)


def _known(verified: VerifiedCredential) -> int:
    return _HOW_WELL_KNOWN[verified.report.issuer_identity]


def _is_about_the_same(inner: VerifiedCredential, outer: VerifiedCredential) -> bool:
    """Tell whether both name the same learner: both are about the one asked for, or share an id or a plain identity."""
    if inner.report.recipient == outer.report.recipient == "matches":
        return True
    ids = [one.credential.subject.get("id") for one in (inner, outer)]
    if all(isinstance(one, str) for one in ids):
        return same_identifier(str(ids[0]), str(ids[1]))
    return bool(set(inner.credential.plain_identities) & set(outer.credential.plain_identities))


def _day(text: str | None) -> date | None:
    """The day of an xsd:dateTimeStamp as its issuer wrote it."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return None
