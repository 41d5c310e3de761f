"""Whether every word of a credential has a meaning, and for every verifier, where signing would not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.canonical.active import contexts_for
from stepladder.credentials.contexts.store import OPEN_BADGES_3_0_3
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import escape_pointer, pointer

if TYPE_CHECKING:
    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.model.strict_json import Path

_OF_ONE_TEXT = frozenset({"endorsementJwt", "jti"})


def check_words(document: dict[str, Any], store: ContextStore) -> None:
    """Refuse a member that JSON-LD readers would drop, before it is signed as a token or by its text.

    Also refused is a member of the credential itself that only the ``@vocab`` of a context gives a meaning, which is
    any meaning: an extension of the credential needs a context that names it (VC Data Model 2.0, section 5.2). Raises
    MalformedCredentialError (``lossless.…``, ``issue.unnamed_member``), UnsupportedError (``context.…``).
    """
    form = canonical_form(document, store=store)
    for loss in form.losses:
        if loss.code == "lossless.direction":  # no reader drops it, and a signature of the text covers it
            continue
        raise MalformedCredentialError(
            loss.message,
            code=loss.code,
            where=loss.where,
            hint="Remove the member, or name a context that defines it: others would not see it.",
        )
    path = ((), "@context")
    active = contexts_for(store, inline=store.inline).initial.local(document.get("@context"), path)
    types = document.get("type", document.get("@type"))
    active = active.of_types([name for name in (types if isinstance(types, list) else [types]) if name], path)
    for name in document:
        expanded = active.vocab(name)
        if active.term(name) is None and expanded is not None and not expanded.startswith("@") and ":" not in name:
            raise MalformedCredentialError(
                f"No context names the member {name!r} of the credential",
                code="issue.unnamed_member",
                where=f"/{escape_pointer(name)}",
                hint="Remove it, or name a context that defines it.",
                spec="VC Data Model 2.0, section 5.2",
            )


def refuse_words_of_one_text(document: dict[str, Any]) -> None:
    """Refuse what only one of the two texts defines that answer to the context of Open Badges 3.0.3.

    An embedded proof over such a member does not hold for verifiers that have the other text. Raises
    MalformedCredentialError (``issue.word_of_one_text``) with the JSON pointer.
    """
    stack: list[tuple[Any, Path]] = [(document, ())]
    found: Path = ()
    named = False
    while stack:
        item, path = stack.pop()
        if isinstance(item, dict):
            stack.extend((value, (path, name)) for name, value in item.items())
            found = next(((path, name) for name in item if name in _OF_ONE_TEXT), found)
        elif isinstance(item, list):
            stack.extend((value, (path, index)) for index, value in enumerate(item))
        else:
            named = named or item == OPEN_BADGES_3_0_3
    if found and named:
        raise MalformedCredentialError(
            "This member has a meaning in one of the two texts of the Open Badges 3.0.3 context only",
            code="issue.word_of_one_text",
            where=pointer(found),
            hint="Secure the credential as a token, or leave the member out: put endorsements in as objects.",
        )
