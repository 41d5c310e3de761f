"""Where a licence may be needed: a notice by ISCO-08 group, because ESCO's own flag marks fifteen occupations only."""

from __future__ import annotations

__all__ = ["licence_notice"]

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("health and care", ("1342", "1343", "22", "32", "53", "2634", "2635", "3344")),
    ("law and public order", ("1112", "261", "3411", "335", "541", "3355")),
    ("finance", ("1211", "1346", "2411", "2412", "2413", "331", "3321", "3334")),
    ("transport", ("315", "83", "1324", "5111", "5112", "9331", "9332")),
    ("teaching and childcare", ("1341", "1345", "231", "232", "233", "234", "2352", "5165")),
    ("electricity, gas and pressure", ("741", "7126", "7127", "7212", "8182", "2151", "3113", "3131")),
    ("building and safety", ("2142", "2161", "2165", "3112", "3123", "7542")),
    ("guiding, hair and beauty", ("5113", "514")),
    ("weapons and the armed forces", ("0", "5414")),
)


def licence_notice(isco: str, origins: tuple[str, ...] = ()) -> str:
    """Return the notice for an occupation with this ISCO-08 code, or an empty text.

    Someone who comes from the same unit group (``origins``: ISCO codes of occupations held) needs no such notice,
    except where a unit group holds many professions: the armed forces, and groups of what is left over (…9).

    Example: ``licence_notice("2221") == "A licence may be needed (health and care): check."``.
    """
    many = isco.startswith("0") or isco.endswith("9")
    if not isco or (isco in origins and not many):
        return ""
    for field, prefixes in _GROUPS:
        if isco.startswith(prefixes):
            return f"A licence may be needed ({field}): check."
    return ""
