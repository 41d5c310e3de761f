"""Arrays kept in a file: one that is whole, or none; nothing in it is ever run."""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

__all__ = ["load_arrays", "save_arrays"]


def save_arrays(file: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write the arrays; where the folder cannot be written nothing is kept, and the next process builds them again."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                np.savez(stream, **dict(arrays))  # type: ignore[arg-type]  # numpy types the keywords as flags, too
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def load_arrays(file: Path) -> dict[str, npt.NDArray[Any]] | None:
    """Return the arrays of a file, or None where there is none or it is damaged (each has a checksum)."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
