"""From a verified credential to attestations of skills."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepladder.credentials import VerifiedCredential
from stepladder.recognition.mapping import map_alignment
from stepladder.recognition.rules import achieved, strength_of
from stepladder.skills.evidence import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.frameworks.model import Framework

__all__ = ["attest"]


def attest(
    verified: VerifiedCredential, *, framework: Framework, crosswalk: Mapping[str, tuple[str, float]] | None = None
) -> tuple[SkillAttestation, ...]:
    """Return what a verified credential says about skills of ``framework``, one attestation per skill.

    Alignment targets are mapped by exact URI, else by ``crosswalk`` (target URL → skill URI and confidence), else by
    label with a confidence and a flag (`map_alignment`). The strength follows `strength_of`; a credential whose results
    say that it was not achieved attests nothing. Raises TypeError for anything but a `VerifiedCredential`: only what
    was verified counts as evidence.
    """
    if not isinstance(verified, VerifiedCredential):
        raise TypeError(
            f"attest takes a VerifiedCredential, made by stepladder.credentials.verify; got {type(verified)}"
        )
    credential = verified.credential
    subject = credential.subject
    if not achieved(subject):
        return ()
    strength = strength_of(credential.achievement, subject, credential.document.get("evidence"))
    best: dict[str, SkillAttestation] = {}
    for alignment in credential.alignments:
        mapped = map_alignment(
            alignment.target_url, alignment.target_name, framework=framework, crosswalk=crosswalk or {}
        )
        if mapped is None or (mapped.skill in best and best[mapped.skill].confidence >= mapped.confidence):
            continue
        best[mapped.skill] = SkillAttestation(
            skill=mapped.skill,
            strength=strength,
            obtained=_day(credential.valid_from),
            valid_until=_day(credential.valid_until),
            source=credential.id or "",
            source_name=credential.issuer_name or credential.issuer_id or "",
            confidence=mapped.confidence,
            flag=mapped.flag,
        )
    return tuple(best.values())


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
