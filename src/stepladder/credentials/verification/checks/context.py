"""Whether the words of the document are pinned (VC Data Integrity 1.0, section 2.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import has_inline_context
from stepladder.credentials.canonical.shapes import named
from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "context"


def check(examination: Examination) -> CheckResult:
    """Return whether every context in the document is one whose exact text we know."""
    document = examination.document
    if has_inline_context(document) and not examination.store.inline:
        return result(
            NAME,
            "indeterminate",
            "inline",
            "The document brings a context of its own, which could give its words any meaning",
            "/@context",
        )
    unknown = [url for url in _named(document) if url not in examination.store]
    if unknown:
        return result(
            NAME,
            "indeterminate",
            "unpinned",
            f"The context {named(unknown[0])} is not one whose exact text we know, and contexts are never fetched",
            "/@context",
        )
    note = examination.proof.note
    return result(NAME, "passed", "ok", f"Every context is pinned{f' ({note})' if note else ''}")


def _named(value: Any) -> list[str]:
    """Return every context URL in the document, inner objects included."""
    found: dict[str, None] = {}
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            context = item.get("@context", [])
            found.update(
                dict.fromkeys(
                    url for url in (context if isinstance(context, list) else [context]) if isinstance(url, str)
                )
            )
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return list(found)
