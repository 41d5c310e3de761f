"""What a signed micro-credential says at a glance, whoever issued it: the elements of the EU's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.micro_credential import read_elements
from stepladder.credentials.model.micro_credential_words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def glance_of(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what ``<c-glance>`` shows of a signed document and the facts below it; None for a plain badge."""
    found = read_elements(document)
    if found is None:
        return None
    words = in_words(found)
    facts = (
        ("Issuer’s country", words.country),
        ("Counts towards", words.counts_towards),
        ("Earn first", words.earn_first),
        ("More about it", words.more),
    )
    return {
        "hours": found.extension.hours,
        "words": words,
        "evidence": f"{found.evidence} piece{'' if found.evidence == 1 else 's'}" if found.evidence else "",
        "skills": found.skills,
        "facts": [(term, said) for term, said in facts if said],
    }
