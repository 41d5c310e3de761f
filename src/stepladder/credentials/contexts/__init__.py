"""JSON-LD contexts, pinned: each URL stands for exact bytes with a known SHA-256, source and licence. Never fetched."""

from stepladder.credentials.contexts.store import ContextStore, PinnedContext, Texts, pinned_contexts

__all__ = ["ContextStore", "PinnedContext", "Texts", "pinned_contexts"]
