"""Series of postings beside the database: what they say about skills, where this server has any.

They are files that ``stepladder demand import`` writes into the folder ``demand`` of the server's data. Without one,
nothing is said and no page changes.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from stepladder.server.kernel import clock
from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stepladder.skills.demand import DemandSeries, RelevanceEvidence

__all__ = ["relevance_of"]

_log = logging.getLogger(__name__)


def relevance_of(skills: Mapping[str, str]) -> tuple[RelevanceEvidence, ...]:
    """Return what each source of postings says about ``skills`` (URIs with labels) as of today; none without a series.

    A source that knows none of these skills' kind is left out.
    """
    folder = settings.DATA_FOLDER / "demand"
    if not skills or not folder.is_dir():
        return ()
    from stepladder.skills.demand import relevance

    found = []
    for path in sorted(folder.glob("*.series")):
        try:
            about = path.stat()
            series = _opened(path, about.st_mtime_ns, about.st_size)
            evidence = relevance(skills, series, at=clock.now().date())
        except (SkillsError, OSError) as error:
            # A damaged file is the operator's affair: a page about something else does not fail for it.
            _log.warning("The series %s cannot be used: %s", path.name, error)
            continue
        if evidence.signals:
            found.append(evidence)
    return tuple(found)


@lru_cache(maxsize=4)
def _opened(path: Path, mtime: int, size: int) -> DemandSeries:  # noqa: ARG001 - both tell when the file is another one
    from stepladder.skills.demand.packing import unpack_series

    return unpack_series(path.read_bytes())
