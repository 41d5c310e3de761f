"""Skills frameworks as stored: opened once per process, found by name, with the ways from older versions."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stepladder.server.catalog.models import FrameworkMigration, FrameworkPack
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.skills import Framework
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.merging import merged
from stepladder.skills.frameworks.migration import Migration, migration_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

STARTER = "starter"
ESCO = "esco"


class _Stored(NamedTuple):
    pack_id: UUID
    sha256: str
    version: str
    stored_at: datetime


def framework(name: str = "") -> Framework:
    """Return a framework ready for use.

    ``name`` is ``starter``, or a stored framework's name (its newest version); empty means the default: ESCO as a
    whole when it was imported, else the starter pack. ESCO is opened together with the starter pack, so that no role
    template and no skill that somebody named before vanishes with the import (why: ``skills.frameworks.merging``).
    Raises :class:`Refusal` (404) for a name that is not here.
    """
    if name == STARTER:
        return starter()
    versions = _versions(name or ESCO)
    if versions:
        return _opened(versions[-1].pack_id, versions[-1].sha256)
    if name:
        raise Refusal(
            f"There is no framework called {name!r} here.",
            code="framework.unknown",
            hint="Import it with `stepladder frameworks import`, or use the starter pack.",
            status=404,
        )
    return starter()


def _versions(name: str) -> list[_Stored]:
    """Return the stored versions of a framework, the newest last: by its version, not by when it was imported.

    Why: somebody may bring an older version later, to move what still names its skills.
    """
    rows = FrameworkPack.objects.filter(name=name).values_list("pk", "sha256", "version", "stored_at")
    return sorted((_Stored(*row) for row in rows), key=lambda one: (_order(one.version), one.stored_at))


def _order(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-_]", version))


@lru_cache(maxsize=3)
def _opened(pack_id: UUID, _sha256: str) -> Framework:
    """Open a pack once per process; by its hash too, for another process may store other content under its version."""
    release = _release(pack_id)
    return merged(release, starter()) if release.name == ESCO else release


def _release(pack_id: UUID) -> Framework:
    """Open a pack as its publisher made it."""
    return Framework.from_bytes(bytes(FrameworkPack.objects.values_list("pack", flat=True).get(pk=pack_id)))


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


def migrations(name: str = ESCO) -> tuple[Migration, ...]:
    """Return the ways from every older version of a framework to the one that is in use."""
    versions = _versions(name)
    if not versions:
        return ()
    rows = FrameworkMigration.objects.filter(name=name, to_version=versions[-1].version).order_by("from_version")
    return tuple(_migration(*row) for row in rows.values_list("pk", "made_at"))


def framework_mark() -> str:
    """Return what changes whenever a skill's URI may mean something else than before: a key for what is remembered."""
    versions = _versions(ESCO)
    if not versions:
        return f"{STARTER}:{starter().version}"
    last = FrameworkMigration.objects.filter(name=ESCO).order_by("-made_at").values_list("made_at", flat=True).first()
    return f"{versions[-1].sha256}:{last.timestamp() if last else 0}"


@lru_cache(maxsize=16)
def _migration(migration_id: UUID, _made_at: datetime) -> Migration:
    return Migration.from_dict(FrameworkMigration.objects.values_list("document", flat=True).get(pk=migration_id))


def find_migrations(
    name: str, *, from_version: str = "", replacements: Mapping[str, Sequence[str]] | None = None
) -> tuple[Migration, ...]:
    """Find and keep the way from each older stored version of a framework to its newest; return them.

    ``replacements`` (old URI → new URIs) are what the publisher says about ``from_version``; they are kept, and hold
    again the next time. Raises :class:`Refusal` (404) for a framework or version that is not here, and
    ``FrameworkError`` for replacements of what is not there.
    """
    versions = _versions(name)
    if not versions or (from_version and from_version not in {one.version for one in versions[:-1]}):
        have = ", ".join(one.version for one in versions) or "none"
        raise Refusal(
            f"There is no older version {from_version} of {name!r} here; there are: {have}.",
            code="framework.unknown",
            hint="Import it with `stepladder frameworks import`.",
            status=404,
        )
    newest = versions.pop()
    wanted = [one for one in versions if from_version in {"", one.version}]
    if not wanted:
        return ()
    new = _release(newest.pack_id)
    older = (_release(one.pack_id) for one in wanted)
    # Labels are compared too, so both have to speak one language; a version that does not is left as it is.
    return tuple(
        _keep_migration(old.in_language(new.language), new, replacements if from_version else None)
        for old in older
        if new.language in old.languages
    )


def _keep_migration(old: Framework, new: Framework, stated: Mapping[str, Sequence[str]] | None) -> Migration:
    kept = FrameworkMigration.objects.filter(name=new.name, from_version=old.version, to_version=new.version).first()
    replacements = (
        {uri: list(after) for uri, after in stated.items()} if stated else (kept.replacements if kept else {})
    )
    found = migration_between(old, new, replaced_by=replacements)
    document = found.as_dict()
    if kept is not None and (kept.document, kept.replacements) == (document, replacements):
        return found
    row, _ = FrameworkMigration.objects.update_or_create(
        name=new.name,
        from_version=old.version,
        to_version=new.version,
        defaults={"document": document, "replacements": replacements, "made_at": clock.now()},
    )
    audit.record(
        actor="system", action="framework.migration_found", subject=str(row.pk), detail={"counts": found.counts()}
    )
    return found
