"""Frameworks of skills and occupations: the model, the readers of releases, packs, and the starter pack."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from stepladder.skills.frameworks.model import Framework

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stepladder.skills.frameworks.case import read_case
    from stepladder.skills.frameworks.csv_file import read_csv
    from stepladder.skills.frameworks.ctdl import read_ctdl
    from stepladder.skills.frameworks.rsd import read_rsd

__all__ = ["Framework", "read_case", "read_csv", "read_ctdl", "read_esco", "read_onet", "read_rsd", "starter"]

# The readers of single files, by the module that each is in: a program that reads none of them loads none.
_READERS = {"read_case": "case", "read_csv": "csv_file", "read_ctdl": "ctdl", "read_rsd": "rsd"}


def __getattr__(name: str) -> Any:
    if name not in _READERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_READERS[name]}"), name)


@cache
def starter() -> Framework:
    """Return the framework that the wheel carries: ESCO's skills by label, ICT occupations, role templates.

    It is opened once per process; what it holds and from where is in ``data/starter.json`` and in its ``report``.
    """
    return Framework.from_bytes(files(__package__).joinpath("data", "starter.pack").read_bytes())


def read_esco(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None, *, words_only: bool = False
) -> Framework:
    """Return the ESCO framework in the portal's zips or folders; see `stepladder.skills.frameworks.esco`."""
    from stepladder.skills.frameworks import esco

    return esco.read_esco(paths, progress, words_only=words_only)


def read_onet(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Framework:
    """Return the O*NET framework in the given folders, zips or files; see `stepladder.skills.frameworks.onet`."""
    from stepladder.skills.frameworks.onet import read_onet as read

    return read(paths, progress)
