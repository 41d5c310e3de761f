"""What speaks for a person's skills: proof from the wallet beside what the person says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows.holding import attested_by
from stepladder.server.kernel import clock
from stepladder.server.learning import selectors as learning
from stepladder.server.wallet import selectors as wallet
from stepladder.skills import SkillAttestation, SkillProfile
from stepladder.skills.evidence import freshness

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from stepladder.server.accounts.models import Person
    from stepladder.server.wallet.models import HeldCredential

# A signature costs tens of milliseconds to check. What it proved is remembered this long; a check of the wallet's row
# (revoked, suspended, removed) is made on every page.
REMEMBERED_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for a skill: its name, its strength, and the credential in the record where it is one."""

    name: str
    strength: str
    held: UUID | None
    until: date | None
    issuer_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """A skill of a person with its honest strength, how fresh that is and why, and all that speaks for it."""

    uri: str
    label: str
    strength: str
    state: str
    freshness: str
    since: date | None
    until: date | None
    evidence: tuple[Evidence, ...]
    claimed: bool
    conflicts: tuple[str, ...]


def proofs_of(person: Person) -> tuple[SkillAttestation, ...]:
    """Return what the person's standing credentials prove; each was verified, and is about this person."""
    held = [each for each in wallet.credentials_of(person) if each.verdict == "authentic"]
    mark = catalog.framework_mark()
    keys = {each.pk: f"proof:{each.sha256}:{each.verified_at.timestamp()}:{person.email}:{mark}" for each in held}
    known = cache.get_many(list(keys.values()))
    found: list[SkillAttestation] = []
    for each in held:
        proved = known.get(keys[each.pk])
        if proved is None:
            proved = attested_by(each)
            cache.set(keys[each.pk], proved, REMEMBERED_SECONDS)
        found += proved
    return tuple(found)


def profile_of(person: Person, *, without: str = "") -> SkillProfile:
    """Return what speaks for a person's skills: proof from the wallet, and claims. ``without`` leaves a source out."""
    claims = tuple(
        SkillAttestation.claim(row.skill_uri, source="history" if row.because else "self", source_name=row.because)
        for row in learning.claims(person)
    )
    proofs = tuple(each for each in proofs_of(person) if each.source != without)
    occupations = tuple(work.occupation_uri for work in learning.work_history(person) if work.occupation_uri)
    return SkillProfile(attestations=(*proofs, *claims), occupations=tuple(dict.fromkeys(occupations)))


def skills_of(person: Person) -> Sequence[SkillRow]:
    """Return every skill that something speaks for, by label, with its evidence."""
    profile, today = profile_of(person), clock.now().date()
    held = {each.credential_iri: each for each in wallet.credentials_of(person)}
    labels = {row.skill_uri: row.skill_label for row in learning.claims(person)}
    rows = [_row(profile, uri, labels, held, today) for uri in profile.skills]
    return sorted(rows, key=lambda row: row.label.casefold())


def _row(
    profile: SkillProfile, uri: str, labels: dict[str, str], held: dict[str, HeldCredential], today: date
) -> SkillRow:
    holding = profile.holding(uri)
    assert holding is not None  # noqa: S101 - the URI came from this profile
    best = holding.proof(today) or holding.best
    fresh = freshness(best, at=today)
    known = catalog.framework().skills.get(uri)
    return SkillRow(
        uri=uri,
        label=known.name if known else labels.get(uri, uri),
        strength=best.strength,
        state={"fading": "ageing", "lapsed": "lapsed"}.get(fresh.state, ""),
        freshness="" if fresh.state == "undated" else fresh.reason,
        since=best.obtained,
        until=best.valid_until,
        evidence=tuple(
            Evidence(
                name=_name(each, held.get(each.source)),
                strength=each.strength,
                held=held[each.source].pk if each.source in held else None,
                until=each.valid_until,
                issuer_known=_issuer_known(held.get(each.source)),
            )
            for each in holding.attestations
        ),
        claimed=any(not each.is_proof for each in holding.attestations),
        conflicts=holding.conflicts,
    )


def _issuer_known(held: HeldCredential | None) -> bool:
    """Whether the issuer is on the operator's list or proved by its domain; anybody can make a key of their own."""
    return held is None or held.report.get("issuer_identity") in {"listed", "domain_proved"}


def _name(each: SkillAttestation, held: HeldCredential | None) -> str:
    if held is not None:
        return f"{held.name}, {held.issuer_name}"
    if each.is_proof:
        return each.source_name or each.source
    return f"your word, from {each.source_name}" if each.source_name else "your word"
