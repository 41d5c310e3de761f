"""Values that may be one or many, and how to quote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.credentials.model.strict_json import Path

_CREDENTIALS = {"VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential"}
_REPEATING = ("eddsa-jcs-2022", "ecdsa-jcs-2019")
_PLAIN = re.compile(r"[!-~]{1,300}")


def flat(value: Any, path: Path) -> list[tuple[Any, Path]]:
    """Return the values of a member with their paths; lists inside lists are one list, as JSON-LD reads them."""
    if not isinstance(value, list):
        return [(value, path)]
    pairs: list[tuple[Any, Path]] = []
    for index, item in enumerate(value):
        if isinstance(item, list):
            pairs += flat(item, (path, index))
        else:
            pairs.append((item, (path, index)))
    return pairs


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def short(value: Any) -> str:
    """Quote a value in at most 80 characters."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def named(identifier: str) -> str:
    """Return an identifier as it stands in a sentence: as it is if nothing in it could pass for words, else quoted."""
    return identifier if _PLAIN.fullmatch(identifier) else short(identifier)


def may_name_contexts(element: dict[str, Any], around: Any) -> bool:
    """Tell whether an object inside another may bring ``@context``: a credential any, a proof those written around it.

    Only a proof that signs them as text (JCS) repeats them.
    """
    types = {name for name in listed(element.get("type")) if isinstance(name, str)}
    if types & _CREDENTIALS:
        return True
    repeats = types == {"DataIntegrityProof"} and element.get("cryptosuite") in _REPEATING
    return repeats and listed(element["@context"]) == listed(around)
