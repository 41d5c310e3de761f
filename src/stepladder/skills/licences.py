"""Where a licence may be needed: a notice by group of ISCO-08 or SOC 2018.

ESCO's own flag marks fifteen occupations only, O*NET has none. What needs a licence differs by country: the groups are
those where one is needed somewhere often enough that nobody should change over without having looked.
"""

from __future__ import annotations

__all__ = ["licence_notice", "licence_notice_by_soc"]

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("health and care", ("1342", "1343", "22", "32", "53", "2634", "2635", "3344", "3412")),
    ("law and public order", ("1112", "261", "3411", "335", "541", "3355")),
    ("finance", ("1211", "1346", "2411", "2412", "2413", "331", "3321", "3334")),
    ("transport", ("315", "83", "1324", "5111", "5112", "7232", "9331", "9332")),
    ("teaching and childcare", ("1341", "1345", "231", "232", "233", "234", "2352", "5165")),
    ("electricity, gas and pressure", ("741", "7126", "7127", "7212", "8182", "2151", "3113", "3131")),
    ("building and safety", ("2142", "2161", "2165", "3112", "3123", "7541", "7542")),
    ("hair and beauty", ("514",)),
    ("guiding tourists", ("5113",)),
    ("weapons and the armed forces", ("0", "5414")),
)
#: Specialist doctors; drivers of taxis, vans and cars; of buses, trams and trolleybuses; of cranes and hoists.
_MANY = frozenset({"2212", "8322", "8331", "8343"})
_SOC_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("health and care", ("29", "31", "11-9111", "19-303", "21-1", "39-9011")),
    ("law and public order", ("23", "33", "13-1041")),
    ("finance", ("13-20", "41-302", "41-303", "11-3031")),
    ("transport", ("53", "49-3011")),
    ("teaching and childcare", ("25", "11-903")),
    ("electricity, gas and pressure", ("47-2111", "47-2152", "49-9021", "49-905", "51-8")),
    ("building and safety", ("17-101", "17-102", "17-2051", "17-2111", "47-5032", "49-9092")),
    ("real estate", ("41-9021", "41-9022")),
    ("hair and beauty", ("39-50",)),
    ("weapons and the armed forces", ("55",)),
)


def licence_notice(isco: str, origins: tuple[str, ...] = ()) -> str:
    """Return the notice for an occupation with this ISCO-08 code, or an empty text.

    Someone who comes from the same unit group (``origins``: ISCO codes of occupations held) needs no such notice,
    except where a unit group holds many professions, each with a licence of its own: the armed forces, groups of what
    is left over (…9), and those in `_MANY`.

    Example: ``licence_notice("2221") == "A licence may be needed (health and care): check."``.
    """
    many = isco.startswith("0") or isco.endswith("9") or isco in _MANY
    if not isco or (isco in origins and not many):
        return ""
    return _notice(isco, _GROUPS)


def licence_notice_by_soc(code: str, origins: tuple[str, ...] = ()) -> str:
    """Return the notice for an occupation with this SOC or O*NET code, as `licence_notice` does for ISCO.

    Example: ``licence_notice_by_soc("29-1141.00") == "A licence may be needed (health and care): check."``.
    """
    if not code or code in origins:
        return ""
    return _notice(code, _SOC_GROUPS)


def _notice(code: str, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    for field, prefixes in groups:
        if code.startswith(prefixes):
            return f"A licence may be needed ({field}): check."
    return ""
