"""JSON Canonicalization Scheme (RFC 8785), for JSON literals inside signed documents."""

from __future__ import annotations

import json
import math
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError


def serialize(value: Any) -> str:
    """Return ``value`` as RFC 8785 text: members sorted by UTF-16 units, numbers as ECMAScript writes them."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return number(float(value)) if abs(value) > 2**53 else str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{serialize(value[key])}" for key in keys) + "}"
    return "[" + ",".join(serialize(item) for item in value) + "]"


def number(value: float) -> str:
    """Return a finite float as ECMAScript's Number::toString does (RFC 8785, section 3.2.2.3).

    Raises MalformedCredentialError (``document.bad_number``) for NaN and the infinities.
    """
    if not math.isfinite(value):
        raise MalformedCredentialError(f"{value} is not a JSON number", code="document.bad_number", spec="RFC 8785")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    stripped = digits.rstrip("0")
    return sign + _place(stripped, point)


def _place(digits: str, point: int) -> str:
    """Place the decimal point after ``point`` digits."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = point - 1
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{tail}e{'+' if exponent > 0 else '-'}{abs(exponent)}"
