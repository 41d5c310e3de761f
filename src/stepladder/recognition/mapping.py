"""Which skill of a framework an alignment target means, how sure that is, and a flag where a person should look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.frameworks.model import Framework

__all__ = ["Mapped", "map_alignment"]

BY_LABEL = 0.9
BY_ALTERNATIVE_LABEL = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A skill URI, the confidence 0–1 that it is meant, and a flag in words ("" where the URI itself matched)."""

    skill: str
    confidence: float
    flag: str = ""


def map_alignment(
    target_url: str | None,
    target_name: str | None,
    *,
    framework: Framework,
    crosswalk: Mapping[str, tuple[str, float]] | None = None,
) -> Mapped | None:
    """Return the skill that an alignment means, or None.

    In this order: the exact URI (http and https alike, a closing slash ignored); the crosswalk with its own confidence;
    the preferred label word for word (0.9); an alternative label that only one skill has (0.7). Nothing fuzzier: an
    alignment that none of these finds attests no skill.
    """
    url = (target_url or "").strip()
    for form in _forms(url):
        if form in framework.skills:
            return Mapped(skill=form, confidence=1.0)
    for form in _forms(url):
        entry = (crosswalk or {}).get(form)
        if entry is not None and entry[0] in framework.skills:
            confidence = min(1.0, max(0.0, entry[1]))
            return Mapped(skill=entry[0], confidence=confidence, flag=f"by crosswalk, {confidence:.0%} sure")
    name = _fold(target_name or "")
    if not name:
        return None
    preferred, alternative = _labels(framework)
    if len(preferred.get(name, ())) == 1:
        return Mapped(skill=preferred[name][0], confidence=BY_LABEL, flag="by its label, not by its URI: confirm")
    if name not in preferred and len(alternative.get(name, ())) == 1:
        return Mapped(
            skill=alternative[name][0],
            confidence=BY_ALTERNATIVE_LABEL,
            flag="by an alternative label, not by its URI: confirm",
        )
    return None


def _forms(url: str) -> tuple[str, ...]:
    if not url:
        return ()
    bare = url.rstrip("/")
    swapped = "http" + bare.removeprefix("https") if bare.startswith("https:") else bare.replace("http:", "https:", 1)
    return tuple(dict.fromkeys((url, bare, swapped)))


def _labels(framework: Framework) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Skills by folded preferred and alternative label; made once per framework and kept with it."""
    if "recognition-labels" not in framework.memo:
        preferred: dict[str, list[str]] = {}
        alternative: dict[str, list[str]] = {}
        for skill in framework.skills.values():
            if skill.label:
                preferred.setdefault(_fold(skill.label), []).append(skill.uri)
            for label in {_fold(label) for label in skill.alternative_labels}:
                alternative.setdefault(label, []).append(skill.uri)
        framework.memo["recognition-labels"] = (preferred, alternative)
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = framework.memo["recognition-labels"]
    return found


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
