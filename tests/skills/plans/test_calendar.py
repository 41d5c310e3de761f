"""Plans as calendar files: RFC 5545, read back by a strict reader of our own, and the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import SkillsError
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity, LearningPlan, calendar_of, plan

DAY = date(2026, 3, 2)


def planned(*offers: LearningOpportunity, hours: float | None = 5) -> LearningPlan:
    wanted = [{"uri": skill} for offer in offers for skill in offer.skills]
    return plan(GapReport.from_dict({"skills": wanted}, at=DAY), offers, hours_per_week=hours)


def course(key: str, skill: str, **more: object) -> LearningOpportunity:
    return LearningOpportunity(id=key, title=f"Course {key}", skills=(skill,), hours=5, **more)  # type: ignore[arg-type]


def read(text: str) -> list[dict[str, str]]:
    """Read the events of a calendar; every line ends with CRLF, has at most 75 octets, and is unfolded (3.1)."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\r" in line or "\n" in line for line in lines)
    unfolded: list[str] = []
    for line in lines:
        if line.startswith(" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    assert (unfolded[0], unfolded[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name != "END":
            assert name not in events[-1]
            events[-1][name] = value
    return events


def unescaped(value: str) -> str:
    out, letters = [], iter(value)
    for letter in letters:
        if letter == "\\":
            following = next(letters)
            assert following in "\\;,nN"
            out.append("\n" if following in "nN" else following)
        else:
            assert letter not in ";,"
            out.append(letter)
    return "".join(out)


def test_an_event_for_each_step_over_its_weeks() -> None:
    made = planned(course("1", "a"), course("2", "b"))
    events = read(calendar_of(made, key="goal"))
    assert [event["DTSTART;VALUE=DATE"] for event in events] == ["20260302", "20260309"]
    assert [event["DTEND;VALUE=DATE"] for event in events] == ["20260309", "20260316"]
    assert {event["DTSTAMP"] for event in events} == {"20260302T000000Z"}
    assert len({event["UID"] for event in events}) == 2


def test_an_event_keeps_to_the_days_of_the_offer() -> None:
    made = planned(course("1", "a", starts=date(2026, 3, 4), ends=date(2026, 3, 13)))
    event = read(calendar_of(made, key="goal"))[0]
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20260304", "20260314")


def test_the_same_plan_gives_the_same_file_and_a_later_stamp_changes_only_the_stamp() -> None:
    made = planned(course("1", "a"))
    assert calendar_of(made, key="goal") == calendar_of(made, key="goal")
    later = calendar_of(made, key="goal", stamp=datetime(2026, 4, 1, 12, tzinfo=timezone(timedelta(hours=2))))
    assert later.replace("20260401T100000Z", "20260302T000000Z") == calendar_of(made, key="goal")
    assert read(calendar_of(made, key="other"))[0]["UID"] != read(calendar_of(made, key="goal"))[0]["UID"]


@given(title=st.text(min_size=1), provider=st.text())
def test_any_title_comes_back(title: str, provider: str) -> None:
    offer = LearningOpportunity(id="1", title=title, provider=provider, skills=("a",), hours=5)
    event = read(calendar_of(planned(offer), key="goal"))[0]
    kept = "".join(letter for letter in offer.name if letter in "\n\t" or letter.isprintable())
    assert unescaped(event["SUMMARY"]) == "\n".join(" ".join(line.split()) for line in kept.split("\n"))


def test_without_weeks_there_is_no_calendar_and_the_error_says_what_to_do() -> None:
    with pytest.raises(SkillsError) as caught:
        calendar_of(planned(course("1", "a"), hours=None), key="goal")
    assert (caught.value.code, caught.value.hint) == ("calendar.no_weeks", "Plan with hours a week.")
    with pytest.raises(SkillsError) as caught:
        calendar_of(planned(course("1", "a")), key="goal", stamp=datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None))
    assert caught.value.code == "calendar.stamp"


def test_an_empty_plan_is_an_empty_calendar() -> None:
    assert read(calendar_of(planned(), key="goal")) == []
