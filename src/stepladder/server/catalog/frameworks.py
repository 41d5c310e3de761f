"""Skills frameworks as stored: opened once per process, found by name."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from stepladder.server.catalog.models import FrameworkPack
from stepladder.server.kernel.refusal import Refusal
from stepladder.skills import Framework
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.merging import merged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

STARTER = "starter"
ESCO = "esco"


def framework(name: str = "") -> Framework:
    """Return a framework ready for use.

    ``name`` is ``starter``, or a stored framework's name (its newest version); empty means the default: ESCO as a
    whole when it was imported, else the starter pack. ESCO is opened together with the starter pack, so that no role
    template and no skill that somebody named before vanishes with the import (why: ``skills.frameworks.merging``).
    Raises :class:`Refusal` (404) for a name that is not here.
    """
    if name == STARTER:
        return starter()
    packs = FrameworkPack.objects.order_by("-stored_at", "-id")
    found = packs.filter(name=name or ESCO).values_list("pk", "sha256").first()
    if found is not None:
        return _opened(*found)
    if name:
        raise Refusal(
            f"There is no framework called {name!r} here.",
            code="framework.unknown",
            hint="Import it with `stepladder frameworks import`, or use the starter pack.",
            status=404,
        )
    return starter()


@lru_cache(maxsize=3)
def _opened(pack_id: UUID, _sha256: str) -> Framework:
    """Open a pack once per process; by its hash too, for another process may store other content under its version."""
    row = FrameworkPack.objects.values_list("name", "pack").get(pk=pack_id)
    opened = Framework.from_bytes(bytes(row[1]))
    return merged(opened, starter()) if row[0] == ESCO else opened


def stored_frameworks() -> Sequence[FrameworkPack]:
    """Return the stored packs without their content, newest first."""
    return list(FrameworkPack.objects.defer("pack").order_by("-stored_at"))


def store_framework(new: Framework) -> FrameworkPack:
    """Store a framework; the same content twice is one row, the same version with other content replaces it."""
    content = new.to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    row, _ = FrameworkPack.objects.update_or_create(
        name=new.name,
        version=new.version,
        defaults={"title": new.title, "sha256": digest, "counts": dict(new.counts()), "pack": content},
    )
    _opened.cache_clear()
    return row
