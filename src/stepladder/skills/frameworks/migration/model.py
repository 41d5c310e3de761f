"""The values of a migration: what became of each skill and occupation of a framework in a newer version of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from typing import Any, Literal

from stepladder.skills.errors import FrameworkError

__all__ = ["KINDS", "OUTCOMES", "Change", "Kind", "Migration", "Outcome", "Target"]

Kind = Literal["skill", "occupation"]
Outcome = Literal["kept", "renamed", "merged", "split", "dropped"]
KINDS: tuple[Kind, ...] = ("skill", "occupation")
OUTCOMES: tuple[Outcome, ...] = ("kept", "renamed", "merged", "split", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a skill or occupation is called in the newer version."""

    uri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one skill or occupation, how sure that is (0–1), and why.

    *kept*: the same URI and label. *renamed*: one thing still, under another label or URI. *merged*: its target is also
    that of another old one. *split*: it has several targets. *dropped*: it has none.
    """

    kind: Kind
    uri: str
    label: str
    outcome: Outcome
    targets: tuple[Target, ...]
    confidence: float
    reason: str

    @property
    def moves(self) -> bool:
        """Return whether what names the old URI has to name another one."""
        return bool(self.targets) and any(target.uri != self.uri for target in self.targets)

    def as_dict(self) -> dict[str, Any]:
        """Return the line as JSON, readable again by `from_dict`."""
        return {
            "kind": self.kind,
            "uri": self.uri,
            "label": self.label,
            "outcome": self.outcome,
            "targets": [{"uri": target.uri, "label": target.label} for target in self.targets],
            "confidence": self.confidence,
            "because": self.reason,
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "") -> Change:
        """Read a line. Raises `FrameworkError` (``migration.malformed``) naming the member that is wrong."""
        body = data if isinstance(data, dict) else {}
        kind, outcome, confidence = body.get("kind"), body.get("outcome"), body.get("confidence")
        targets = body.get("targets")
        if kind not in KINDS or outcome not in OUTCOMES or not isinstance(targets, list):
            raise _malformed("A change needs kind, outcome and a list of targets as this library writes them", where)
        if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
            raise _malformed(f"confidence is {confidence!r}; expected a number from 0 to 1", where)
        named = [body, *targets]
        if not all(isinstance(one, dict) and isinstance(one.get("uri"), str) and one["uri"] for one in named):
            raise _malformed("A change and each of its targets has a uri", where)
        if bool(targets) is (outcome == "dropped") or (len(targets) > 1) is not (outcome == "split"):
            raise _malformed(f"What was {outcome} cannot have {len(targets)} targets", where)
        return cls(
            kind=kind,
            uri=body["uri"],
            label=str(body.get("label") or ""),
            outcome=outcome,
            targets=tuple(Target(uri=one["uri"], label=str(one.get("label") or "")) for one in targets),
            confidence=float(confidence),
            reason=str(body.get("because") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The way from one version of a framework to another: a change for each old skill and occupation.

    ``from_version`` and ``to_version`` are versions of ``framework``. A URI that has no change is none of the old
    version's and stays as it is.
    """

    framework: str
    from_version: str
    to_version: str
    changes: tuple[Change, ...]
    _by_uri: Mapping[tuple[str, str], Change] = field(
        init=False, repr=False, compare=False, hash=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        by_uri = {(change.kind, change.uri): change for change in self.changes}
        if len(by_uri) != len(self.changes):
            (kind, uri), _ = Counter((one.kind, one.uri) for one in self.changes).most_common(1)[0]
            raise _malformed(f"The {kind} {uri} has two changes", "/changes")
        object.__setattr__(self, "_by_uri", by_uri)

    def skill(self, uri: str) -> Change | None:
        """Return what became of an old skill, or None where the old version does not hold it."""
        return self._by_uri.get(("skill", uri))

    def occupation(self, uri: str) -> Change | None:
        """Return what became of an old occupation, or None where the old version does not hold it."""
        return self._by_uri.get(("occupation", uri))

    @property
    def lines(self) -> tuple[Change, ...]:
        """Return what was not simply kept, in the order of the old version."""
        return tuple(change for change in self.changes if change.outcome != "kept")

    def counts(self) -> dict[Kind, dict[Outcome, int]]:
        """Return how many skills and occupations had each outcome; the keys are always all there."""
        found = Counter((change.kind, change.outcome) for change in self.changes)
        return {kind: {outcome: found[kind, outcome] for outcome in OUTCOMES} for kind in KINDS}

    def as_dict(self, *, whole: bool = False) -> dict[str, Any]:
        """Return it as JSON: counts, and a line for each change but those kept (all of them when ``whole``)."""
        return {
            "framework": self.framework,
            "from": self.from_version,
            "to": self.to_version,
            "counts": self.counts(),
            "changes": [change.as_dict() for change in (self.changes if whole else self.lines)],
        }

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the report as rows of a table, header first, one row a target (one without, where it was dropped)."""
        yield ("kind", "outcome", "uri", "label", "new_uri", "new_label", "confidence", "because")
        for one in self.lines:
            for target in one.targets or (Target(uri="", label=""),):
                told = (one.kind, one.outcome, one.uri, one.label, target.uri, target.label)
                yield (*told, f"{one.confidence:g}", one.reason)

    @classmethod
    def from_dict(cls, data: Any) -> Migration:
        """Read what `as_dict` wrote. Raises `FrameworkError` (``migration.malformed``) for another shape."""
        body = data if isinstance(data, dict) else {}
        changes: Iterable[Any] = body.get("changes")  # type: ignore[assignment]  # checked in the next line
        names = [body.get("framework"), body.get("from"), body.get("to")]
        if not isinstance(changes, list) or not all(isinstance(name, str) for name in names):
            raise _malformed("A migration is an object with framework, from, to and a list of changes", "")
        return cls(
            framework=body["framework"],
            from_version=body["from"],
            to_version=body["to"],
            changes=tuple(Change.from_dict(one, f"/changes/{number}") for number, one in enumerate(changes)),
        )


def _malformed(message: str, where: str) -> FrameworkError:
    return FrameworkError(
        message,
        code="migration.malformed",
        where=where,
        hint="`stepladder frameworks migrate --json` writes this format.",
    )
