"""From words to skills: search over labels, and suggestions for a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Hit


def search(framework: Framework, what: Literal["skill", "occupation"], text: str, limit: int) -> tuple[Hit, ...]:
    """Return the nearest skills or occupations by plain substring, best first."""
    from stepladder.skills.frameworks.values import Hit

    columns = framework.columns
    uris, labels = (
        (columns.skill_uris, columns.skill_labels)
        if what == "skill"
        else (columns.occupation_uris, columns.occupation_labels)
    )
    wanted = text.casefold()
    hits = [
        Hit(uri=uri, label=label, score=len(wanted) / len(label), matched=label)
        for uri, label in zip(uris, labels, strict=True)
        if label and wanted in label.casefold()
    ]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.label))[:limit])
