"""How the change of each skill and occupation between two versions is found.

In this order, the first that answers wins; nothing fuzzier than the last, for a wrong move is worse than none:

1. the URI is in the newer version: it stays, also where its label changed. An occupation that has lost its label there
   is one that the publisher withdrew and whose relations were left behind (ESCO 1.1.1 has one): rules 2 to 4 look for
   its successor first, and it stays only where they find none.
2. the publisher says what replaced it, in one of the two releases (CASE has ``replacedBy``) or in a list of its own
   (``replaced_by``): sure, and *split* where several things did.
3. exactly one thing of the newer version has its very label: 0.95.
4. exactly one thing of the newer version has its label as an alternative label: 0.8.
5. else it was dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.migration.model import KINDS, Change, Kind, Migration, Outcome, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stepladder.skills.frameworks.model import Framework

__all__ = ["BY_ALTERNATIVE_LABEL", "BY_LABEL", "identity", "migration_between", "settled", "then"]

BY_LABEL = 0.95
BY_ALTERNATIVE_LABEL = 0.8


def migration_between(
    old: Framework, new: Framework, *, replaced_by: Mapping[str, Sequence[str]] | None = None
) -> Migration:
    """Return what became of every skill and occupation of ``old`` in ``new``, by the rules of this module.

    ``replaced_by`` is what the publisher says beside its releases: old URI → new URIs. Raises `FrameworkError`
    (``migration.other_framework``) for two different frameworks or languages, (``migration.unknown_replacement``) where
    a replacement names what neither version holds.

    Example: ``migration_between(esco_110, esco_111).counts()["skill"]["dropped"] == 0``.
    """
    if (old.name, old.language) != (new.name, new.language):
        raise FrameworkError(
            f"{old.title} ({old.language}) and {new.title} ({new.language}) are not versions of one framework",
            code="migration.other_framework",
            hint="Between two frameworks skills are compared by a crosswalk, not by a migration.",
        )
    _check_stated(replaced_by or {}, old, new)
    stated = {**_in_releases(old, new), **(replaced_by or {})}
    found = []
    for kind in KINDS:
        side = _Side(kind, new, stated)
        found += [side.change(uri, label) for uri, label, _ in _named(kind, old)]
    return Migration(framework=new.name, from_version=old.version, to_version=new.version, changes=settled(found))


def identity(framework: Framework) -> Migration:
    """Return the migration of a framework to itself: everything is kept."""
    return migration_between(framework, framework)


def then(first: Migration, second: Migration) -> Migration:
    """Return both, one after the other; what ``second`` does not know stays as ``first`` left it.

    Raises `FrameworkError` (``migration.other_framework``) where the second does not begin where the first ends.
    """
    if (first.framework, first.to_version) != (second.framework, second.from_version):
        raise FrameworkError(
            f"A migration to {first.framework} {first.to_version} cannot be followed by one from "
            f"{second.framework} {second.from_version}",
            code="migration.other_framework",
            hint="Give them in the order of their versions.",
        )
    joined = [_joined(change, second) for change in first.changes]
    return Migration(
        framework=first.framework,
        from_version=first.from_version,
        to_version=second.to_version,
        changes=settled(joined),
    )


def settled(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes with the outcome that follows from their targets and from who else has the same target."""
    listed = list(changes)
    reached = Counter((change.kind, target.uri) for change in listed for target in change.targets)
    return tuple(replace(change, outcome=_outcome(change, reached)) for change in listed)


def _outcome(change: Change, reached: Counter[tuple[Kind, str]]) -> Outcome:
    if not change.targets:
        return "dropped"
    if len(change.targets) > 1:
        return "split"
    target = change.targets[0]
    if target.uri != change.uri and reached[change.kind, target.uri] > 1:
        return "merged"
    return "kept" if target == Target(uri=change.uri, label=change.label) else "renamed"


def _joined(change: Change, second: Migration) -> Change:
    targets: dict[str, Target] = {}
    confidence, reasons = change.confidence, [change.reason]
    for target in change.targets:
        later = second.skill(target.uri) if change.kind == "skill" else second.occupation(target.uri)
        if later is None:
            targets[target.uri] = target
            continue
        targets.update({one.uri: one for one in later.targets})
        if later.outcome != "kept" or later.confidence < 1:  # also what came back to its own URI on a doubtful way
            reasons.append(later.reason)
            confidence = min(confidence, change.confidence * later.confidence)
    told = "; then ".join(dict.fromkeys(reasons))
    return replace(change, targets=tuple(targets.values()), confidence=round(confidence, 6), reason=told)


def _in_releases(old: Framework, new: Framework) -> dict[str, tuple[str, ...]]:
    """Return what the releases themselves say replaced what."""
    found: dict[str, dict[str, None]] = {}
    for release in (old, new):
        for match in release.extras.matches.get():
            if match.relation == "replaced_by":
                found.setdefault(match.skill, {})[match.target] = None
    return {uri: tuple(targets) for uri, targets in found.items()}


def _check_stated(stated: Mapping[str, Sequence[str]], old: Framework, new: Framework) -> None:
    for before, after in stated.items():
        for held, release, what in ((before, old, "replaces"), *((one, new, "puts in its place") for one in after)):
            if held not in release.skills and held not in release.occupations:
                raise FrameworkError(
                    f"A replacement {what} {held}, which {release.title} does not hold",
                    code="migration.unknown_replacement",
                    where=before,
                    hint="Take the list of replacements that belongs to these two versions.",
                )


def _named(kind: Kind, framework: Framework) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield URI, label and alternative labels; from the columns, for whole occupations take seconds to make."""
    columns = framework.columns
    if kind == "skill":
        yield from zip(columns.skill_uris, columns.skill_labels, columns.skill_aliases.rows, strict=True)
    else:
        rows = columns.occupation_aliases.rows
        yield from zip(columns.occupation_uris, columns.occupation_labels, rows, strict=True)


class _Side:
    """The skills, or the occupations, of the newer version, ready to be looked up."""

    def __init__(self, kind: Kind, new: Framework, stated: Mapping[str, Sequence[str]]) -> None:
        self._kind = kind
        self._stated = stated
        self._held: dict[str, str] = {}
        self._preferred: dict[str, list[str]] = {}
        self._alternative: dict[str, list[str]] = {}
        for uri, label, aliases in _named(kind, new):
            self._held[uri] = label
            if label:
                self._preferred.setdefault(_fold(label), []).append(uri)
            for alias in {_fold(alias) for alias in aliases}:
                self._alternative.setdefault(alias, []).append(uri)

    def change(self, uri: str, label: str) -> Change:
        """Return what became of an old one, its outcome still open."""
        now = self._held.get(uri)
        if now is not None and (now or not label):
            before = f"; its label was “{label}”" if label else "; it had no label"
            return self._made(uri, label, (uri,), 1.0, "the same URI" + (before if now != label else ""))
        targets, confidence, reason = self._successor(uri, label)
        if not targets and now is not None:
            return self._made(uri, label, (uri,), 1.0, "the same URI, now without a label")
        return self._made(uri, label, targets, confidence, reason)

    def _successor(self, uri: str, label: str) -> tuple[tuple[str, ...], float, str]:
        stated = tuple(dict.fromkeys(new for new in self._stated.get(uri, ()) if new in self._held))
        if stated:
            return stated, 1.0, "its publisher says what replaced it"
        name = _fold(label)
        if not name:
            return (), 1.0, "it is not in the newer version and has no label to look for"
        for places, confidence, words in (
            (self._preferred, BY_LABEL, "the same label under another URI"),
            (self._alternative, BY_ALTERNATIVE_LABEL, "its label is now another name of that one"),
        ):
            found = [one for one in places.get(name, ()) if one != uri]
            if len(found) == 1:
                return (found[0],), confidence, words
            if found:
                return (), 1.0, f"{len(found)} things of the newer version go by its label, such as {found[0]}"
        return (), 1.0, "neither its URI nor its label is in the newer version"

    def _made(self, uri: str, label: str, targets: Sequence[str], confidence: float, reason: str) -> Change:
        return Change(
            kind=self._kind,
            uri=uri,
            label=label,
            outcome="dropped",  # `settled` says which it is
            targets=tuple(Target(uri=one, label=self._held[one]) for one in targets),
            confidence=confidence,
            reason=reason,
        )


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
