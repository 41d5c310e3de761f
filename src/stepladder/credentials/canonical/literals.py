"""JSON scalars as RDF literals (JSON-LD 1.1 API, section 8.2.2)."""

from __future__ import annotations

import math
import re
from typing import Any

from stepladder.credentials.canonical.nquads import XSD, literal

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def native(value: Any, datatype: str) -> str | None:
    """Write a JSON scalar as a literal (JSON-LD 1.1 API, section 8.2.2).

    A string under ``xsd:double`` is written in canonical form, as other processors do; None if it is no number, which
    they sign as ``NaN`` whatever it says.
    """
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype or f"{XSD}boolean")
    if isinstance(value, float) and (value % 1 != 0 or abs(value) >= 1e21):
        return literal(double(value), datatype or f"{XSD}double")
    if datatype == f"{XSD}double":
        if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
            return None
        number = float(value)
        return literal(double(number), datatype) if math.isfinite(number) else None
    if isinstance(value, (int, float)):
        return literal(str(int(value)), datatype or f"{XSD}integer")
    return literal(value, datatype)


def double(value: float) -> str:
    """Return the canonical form of an xsd:double."""
    mantissa, exponent = f"{value:.15E}".split("E")
    whole, fraction = mantissa.split(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"
