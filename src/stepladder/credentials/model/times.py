"""Points in time as credentials write them: ``xsd:dateTimeStamp``, always with a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_STAMP = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,30}))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)


def parse_timestamp(text: object) -> datetime | None:
    """Return an ``xsd:dateTimeStamp`` as an aware datetime, or None if it is not one (XML Schema 1.1, section 3.4.28).

    Zones from -14:00 to +14:00; a leap second is the start of the next minute, and 24:00:00 the start of the next day.
    A moment that lies before the year 1 or after the year 9999 in UTC, because of its zone, is moved to that border, so
    that it can be compared and written in UTC: "never" is often 9999-12-31 in the issuer's own zone.

    >>> parse_timestamp("2016-12-31T23:59:60Z") == parse_timestamp("2017-01-01T14:00:00+14:00")
    True
    >>> parse_timestamp("2025-01-01T00:00:00") is None
    True
    """
    match = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    extra = timedelta()
    if second == 60 and minute == 59:
        second, micro, extra = 59, 0, timedelta(seconds=1)
    if hour == 24:
        if minute or second or micro or extra:
            return None
        hour, extra = 0, timedelta(days=1)
    zone = _zone(match["zone"])
    if zone is None:
        return None
    try:
        moment = datetime(int(match["year"]), int(match["month"]), int(match["day"]), hour, minute, second, micro, zone)
        return _within_utc(moment + extra)
    except (ValueError, OverflowError):
        return None


def _within_utc(moment: datetime) -> datetime:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return datetime(1, 1, 1, tzinfo=UTC) if moment.year == 1 else datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    return moment


def _zone(text: str) -> timezone | None:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def timestamp(moment: datetime) -> str:
    """Return an aware datetime as ``xsd:dateTimeStamp`` in UTC, to the second; ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A point in time needs a zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
