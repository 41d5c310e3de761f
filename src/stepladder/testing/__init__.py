"""For tests, demos and implementers: the cast, and kits that check what plugs into the library.

``check_cryptosuite`` tries a cryptosuite with every kind of key that it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.testing.cryptosuites import check_cryptosuite

__all__ = ["check_cryptosuite"]


def __getattr__(name: str) -> Any:
    """Import a kit when it is first used: the cast alone should not load the cryptography."""
    if name != "check_cryptosuite":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from stepladder.testing.cryptosuites import check_cryptosuite

    return check_cryptosuite
