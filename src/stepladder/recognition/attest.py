"""From a verified credential to attestations of skills.

A learner record (CLR 2.0) attests nothing by itself: its skills are those of the credentials in it. Each of them counts
only if it holds by itself, is about the same learner, and its own issuer is known at least as well as the record's.
Packing somebody's badge, or a badge of one's own making, into a record of a known issuer makes neither any better.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from stepladder.credentials import VerifiedCredential
from stepladder.credentials.dids import same_identifier
from stepladder.credentials.model.micro_credential import read_elements
from stepladder.credentials.model.reading import AlignmentText
from stepladder.recognition.levels import eqf_of, results_of, split_level
from stepladder.recognition.mapping import Mapped, Target, skills_meant
from stepladder.recognition.rules import achieved, strength_of
from stepladder.skills.evidence import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stepladder.recognition.levels import Result
    from stepladder.skills.frameworks.migration.model import Migration
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.proficiency import ProficiencyLevel

__all__ = ["attest"]

_LEARNER_RECORD = "ClrCredential"
_HOW_WELL_KNOWN = {"self_asserted": 0, "domain_proved": 1, "listed": 2}


def attest(
    verified: VerifiedCredential,
    *,
    framework: Framework,
    crosswalk: Mapping[str, tuple[str, float]] | None = None,
    migrations: Iterable[Migration] = (),
) -> tuple[SkillAttestation, ...]:
    """Return what a verified credential says about skills of ``framework``, one attestation per skill.

    Alignment targets are mapped by exact URI, else by ``migrations`` from older versions, by ``crosswalk`` (target URL
    → skill URI and confidence), by code, by label, with a confidence and a flag (`skills_meant`). The strength follows
    `strength_of`, the level the rules of `stepladder.recognition.levels`; a credential whose results say that it was
    not achieved attests nothing. Credentials inside count as this module says, each with its own issuer, dates and
    strength. Raises TypeError for anything but a `VerifiedCredential`: only what was verified counts as evidence.
    """
    if not isinstance(verified, VerifiedCredential):
        raise TypeError(
            f"attest takes a VerifiedCredential, made by stepladder.credentials.verify; got {type(verified)}"
        )
    means = _Meaning(framework=framework, crosswalk=crosswalk or {}, migrations=tuple(migrations))
    best: dict[str, SkillAttestation] = {}
    for one in _counting(verified):
        for found in _own(one, means):
            if found.skill not in best or best[found.skill].confidence < found.confidence:
                best[found.skill] = found
    return tuple(best.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    """All that is needed to say which skills an alignment means."""

    framework: Framework
    crosswalk: Mapping[str, tuple[str, float]]
    migrations: tuple[Migration, ...]

    def of(self, alignment: Mapping[str, Any]) -> tuple[tuple[Mapped, ProficiencyLevel | None, str], ...]:
        """Return the skills that an alignment means, with the level that its target states, or the words of that."""
        text = AlignmentText.from_document(dict(alignment))
        url, level, said = split_level(text.target_url or "", self.framework)
        target = Target(
            url=url,
            name=text.target_name or "",
            framework=text.target_framework or "",
            code=text.target_code or "",
            type=text.target_type or "",
        )
        found = skills_meant(target, framework=self.framework, crosswalk=self.crosswalk, migrations=self.migrations)
        return tuple((mapped, level, said) for mapped in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A skill that a credential names: how sure that is, at which level, or in which words."""

    mapped: Mapped
    level: ProficiencyLevel | None
    words: str


def _own(verified: VerifiedCredential, means: _Meaning) -> Iterator[SkillAttestation]:
    """Yield what the achievement of one credential attests."""
    credential = verified.credential
    subject, achievement = credential.subject, credential.achievement
    if _LEARNER_RECORD in credential.types or not achieved(subject):
        return
    elements = read_elements(credential.document) if credential.older is None else None
    strength = strength_of(
        achievement, subject, credential.document.get("evidence"), elements.extension if elements else None
    )
    for said in _skills(subject, achievement, means):
        yield SkillAttestation(
            skill=said.mapped.skill,
            strength=strength,
            level=said.level,
            level_said=said.words,
            obtained=_day(credential.valid_from),
            valid_until=_day(credential.valid_until),
            source=credential.id or "",
            source_name=credential.issuer_name or credential.issuer_id or "",
            confidence=said.mapped.confidence,
            flag=said.mapped.flag,
        )


def _skills(subject: dict[str, Any], achievement: dict[str, Any], means: _Meaning) -> Iterator[_Said]:
    """Yield the skills of the achievement and of its results, the surest of each, with the most telling level."""
    aligned = _objects(achievement.get("alignment"))
    results = results_of(subject, achievement, means.framework)
    whole = eqf_of(aligned, means.framework)
    rubrics = [one for one in results if one.level is not None or one.said]
    named: dict[str, Result] = {}
    found: dict[str, _Said] = {}
    for source, result in [*((one, None) for one in aligned), *((a, one) for one in results for a in one.alignments)]:
        for mapped, level, words in means.of(source):
            known = found.get(mapped.skill)
            if result is not None and (result.level is not None or result.said):
                named.setdefault(mapped.skill, result)
            if known is None or known.mapped.confidence < mapped.confidence:
                found[mapped.skill] = _Said(mapped=mapped, level=level, words=words)
    for skill, said in found.items():
        speaks = named.get(skill) or (rubrics[0] if len(rubrics) == 1 and not named else None)
        if said.level is None and speaks is not None:
            yield _Said(mapped=said.mapped, level=speaks.level or whole, words=said.words or speaks.said)
        else:
            yield _Said(mapped=said.mapped, level=said.level or whole, words=said.words)


def _objects(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


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
