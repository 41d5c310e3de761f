"""What is known of occupations beside a framework: job zones, pay and remote shares, where this server has them.

The crosswalk and wages are files that ``stepladder frameworks import crosswalk`` and ``… oews`` write into the folder
``tables`` of the server's data; O*NET is a stored framework. Without any, moves say what is not known.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from stepladder.server.catalog.frameworks import framework, framework_mark, stored_frameworks
from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from stepladder.skills.moves import MoveData

__all__ = ["what_moves_know"]

_log = logging.getLogger(__name__)
_File = tuple[str, int, int]


def what_moves_know() -> MoveData:
    """Return job zones, pay and remote shares of the default framework's occupations; nothing where nothing is here."""
    folder: Path = settings.DATA_FOLDER / "tables"
    files = tuple(sorted(folder.glob("*.data"))) if folder.is_dir() else ()
    if not files:
        return _nothing()
    try:
        seen = tuple((str(path), about.st_mtime_ns, about.st_size) for path in files for about in [path.stat()])
        onet = next((row.sha256 for row in stored_frameworks() if row.name == "onet"), "")
        return _gathered(seen, framework_mark(), onet)
    except (SkillsError, OSError) as error:
        # A damaged file is the operator's affair: a page about something else does not fail for it.
        _log.warning("The tables in %s cannot be used: %s", folder, error)
        return _nothing()


def _nothing() -> MoveData:
    from stepladder.skills.moves import MoveData

    return MoveData()


@lru_cache(maxsize=2)
def _gathered(files: tuple[_File, ...], mark: str, onet_mark: str) -> MoveData:  # noqa: ARG001 - the mark tells versions
    from stepladder.skills.frameworks.crosswalk import KIND as CROSSWALK
    from stepladder.skills.frameworks.crosswalk import Crosswalk
    from stepladder.skills.labour.wages import KIND as WAGES
    from stepladder.skills.labour.wages import WageTable
    from stepladder.skills.moves import move_data

    paths = [Path(name) for name, _, _ in files]
    crosswalks = [Crosswalk.from_bytes(path.read_bytes()) for path in paths if path.name.startswith(CROSSWALK)]
    wages = [WageTable.from_bytes(path.read_bytes()) for path in paths if path.name.startswith(WAGES)]
    return move_data(
        framework(),
        crosswalk=crosswalks[0] if crosswalks else None,
        onet=framework("onet") if onet_mark else None,
        wages=max(wages, key=lambda table: (table.period[-4:], table.period), default=None),
    )
