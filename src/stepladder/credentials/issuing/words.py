"""Whether every word of a credential has a meaning, where the signature would cover the text whether it has or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.canonical.active import contexts_for
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import escape_pointer

if TYPE_CHECKING:
    from stepladder.credentials.contexts import ContextStore


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
