"""Postings are read from CSV, JSON lines and JobPosting, and what cannot be counted is told with its row."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.demand.making import BAKE, WELD, WELDER, asking, brought, code_of

from stepladder.skills.demand.cleaning import parse_day, plain, without_contacts
from stepladder.skills.demand.jobposting import items_of, members_of
from stepladder.skills.errors import DemandError

POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "Harbour Works", "value": "77"},
    "datePosted": "2026-05-02T09:00:00+02:00",
    "title": "Steel welder",
    "description": "<p>You <b>weld</b> steel.</p><ul><li>bake cakes for colleagues</li></ul>",
    "hiringOrganization": {"@type": "Organization", "name": "Harbour Works", "email": "jobs@harbour.example"},
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Leeds", "addressCountry": {"name": "GB"}},
    },
    "occupationalCategory": {"@type": "CategoryCode", "codeValue": "7212"},
}


@pytest.mark.parametrize(
    "header",
    [
        "id,date_posted,title,description",
        "job_id;Published At;Job Title;Job Description",
        "Ref\tCreated\tPosition\tText",
        "\ufeffid,DatePosted,JobTitle,body",
    ],
)
def test_columns_are_known_by_their_names(header: str) -> None:
    mark = next(mark for mark in ";\t," if mark in header)
    row = mark.join(["1", "2026-03-01", "Welder", "you weld all day"])
    report = brought(f"{header}\n{row}\n")
    assert report.series.postings == asking(report.series) == 1


def test_columns_can_be_named() -> None:
    text = "Tag,Wann,Was\nx,2026-03-01,weld\n"
    with pytest.raises(DemandError) as caught:
        brought(text)
    assert caught.value.code == "demand.columns"
    report = brought(text, columns={"posted": "Wann", "title": "Was"})
    assert asking(report.series) == 1
    for wrong in ({"posted": "Never"}, {"employer": "Tag"}):
        with pytest.raises(DemandError) as caught:
            brought(text, columns=wrong)
        assert caught.value.code == "demand.map"


def test_rows_that_cannot_be_counted_are_told_with_their_numbers() -> None:
    rows = [
        "id,date,title",
        "1,2026-01-02,weld",
        "2,,weld",
        "3,soon,weld",
        "4,2026-11-29,weld",
        "5,1970-01-01,weld",
        "6,2026-01-02,",
    ]
    report = brought("\n".join(rows))
    assert report.file.refused == {"no_date": 1, "bad_date": 2, "future": 1, "empty": 1}
    assert (report.file.rows, report.file.counted) == (6, 1)
    assert any("(row 4, 6)" in sentence for sentence in report.sentences)


def test_a_file_without_anything_to_count_is_refused() -> None:
    for text in ("date,title\n", "date,title\n2030-01-01,weld\n"):
        with pytest.raises(DemandError) as caught:
            brought(text)
        assert caught.value.code == "demand.no_postings"


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-03-01", "", date(2026, 3, 1)),
        ("2026-03-01T23:59:59Z", "", date(2026, 3, 1)),
        ("2026-03-01 10:00", "", date(2026, 3, 1)),
        ("20260301", "", date(2026, 3, 1)),
        ("2026/03/01", "", date(2026, 3, 1)),
        ("1.3.2026", "", date(2026, 3, 1)),
        ("1/3/2026", "", None),
        ("1/3/2026", "dmy", date(2026, 3, 1)),
        ("1/3/2026", "mdy", date(2026, 1, 3)),
        ("01/03/2026 10:15", "dmy", date(2026, 3, 1)),
        ("1.3.2026, 10:15 Uhr", "", date(2026, 3, 1)),
        ("2026-02-30", "", None),
        ("1989-12-31", "", None),
        ("", "", None),
    ],
)
def test_days(text: str, order: str, day: date | None) -> None:
    assert parse_day(text, order=order) == day


def test_json_lines_and_lists() -> None:
    rows = [{"date": "2026-01-01", "text": "weld"}, {"date": "2026-01-01", "text": "bake", "skills": None}]
    lines = "\n".join(map(json.dumps, rows))
    for name, text in (("p.jsonl", lines), ("p.json", json.dumps(rows, indent=1))):
        report = brought(text, name, skills="text")
        assert (asking(report.series), asking(report.series, BAKE)) == (1, 1)


def test_a_broken_line_is_named() -> None:
    with pytest.raises(DemandError) as caught:
        brought('{"date": "2026-01-01", "text": "weld"}\n{"date": ', "p.jsonl")
    assert (caught.value.code, caught.value.where) == ("demand.json", "p.jsonl, line 2")


@pytest.mark.parametrize(
    "wrapped",
    [
        POSTING,
        [POSTING],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]},
        POSTING | {"@type": ["https://schema.org/JobPosting"]},
    ],
)
def test_job_postings_wherever_they_stand(wrapped: object) -> None:
    for text in (json.dumps(wrapped), json.dumps(wrapped, indent=2), json.dumps(wrapped) + "\n" + json.dumps({})):
        report = brought(text, "p.jsonld")
        assert report.series.postings == asking(report.series) == asking(report.series, BAKE) == 1
        assert report.series.places == ("", "Leeds, GB")
        assert report.series.occupations == ("", "isco:7212")


def test_the_employer_is_never_read() -> None:
    (found,) = items_of(POSTING)
    assert found is not None
    assert "Harbour" not in json.dumps(members_of(found))


def test_two_organisations_may_use_one_identifier() -> None:
    other = POSTING | {"url": "https://other.example/jobs/77"}
    text = "\n".join(json.dumps(one) for one in (POSTING | {"url": "https://harbour.example/77"}, other, other))
    report = brought(text, "p.jsonld")
    assert (report.file.counted, report.file.duplicates) == (2, 1)


def test_an_occupation_is_known_by_uri_code_label_or_title() -> None:
    rows = [
        "date,title,occupation,text",
        f"2026-01-01,a,{WELDER},weld",
        "2026-01-01,b,Steel Welder,weld",
        "2026-01-01,c,7212,weld",
        "2026-01-01,Welder,,weld",
        "2026-01-01,d,call Ann 0170 1234567,weld",
    ]
    series = brought("\n".join(rows)).series
    assert (asking(series, occupation=WELDER), asking(series, occupation="welder")) == (3, 3)
    assert (asking(series, occupation="isco:72"), asking(series)) == (1, 5)
    assert set(series.occupations) == {"", WELDER, "isco:7212"}


def test_skills_of_a_column() -> None:
    rows = ["date,skills,title", f"2026-01-01,{WELD}|Bake Bread,x", "2026-01-01,fly;bake bread,x", "2026-01-01,,weld"]
    report = brought("\n".join(rows))
    assert (asking(report.series), asking(report.series, BAKE), report.series.postings) == (1, 2, 3)
    assert report.series.method.kind == "column"
    assert any("was named once" in sentence for sentence in report.sentences)
    assert asking(brought("\n".join(rows), skills="text").series) == 1


def test_html_and_contacts_are_cleaned() -> None:
    assert plain("<p>a&amp;b</p><p>c").split() == ["a&b", "c"]
    assert "@" not in without_contacts("write to Ann.Lee@example.org or ann (at) x.org, +44 (0)113 496 0000 now")
    assert not any(letter.isdigit() for letter in without_contacts("call 0113-496 0000"))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("p.csv", b"date,title\n2026-01-01,\xff\n", "demand.encoding"),
        ("p.csv", b'date,title\n2026-01-01,"weld\n', "demand.csv"),
        ("p.csv", b"", "demand.columns"),
        ("p.jsonl", b"", "demand.no_postings"),
        ("p.jsonl", b"[" * 100_000, "demand.json"),
        ("p.jsonld", b'{"@type": "JobPosting", "datePosted": {}}', "demand.no_postings"),
    ],
)
def test_files_that_are_no_postings(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DemandError) as caught:
        brought(data, name)
    assert caught.value.code == code


@given(st.binary(max_size=300), st.sampled_from(["csv", "jsonl", "jobposting"]))
def test_any_bytes_give_a_series_or_an_error_of_ours(data: bytes, kind: str) -> None:
    code = code_of(lambda: brought(data, kind=kind))
    assert not code or code.startswith("demand.")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2026-01-01"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*POSTING, "@graph", "name", "value", "date", "skills"]), inner, max_size=5)
    ),
    max_leaves=15,
)


@given(_JSON, st.sampled_from(["jsonl", "jobposting"]))
def test_any_json_gives_a_series_or_an_error_of_ours(value: object, kind: str) -> None:
    for data in (value, POSTING | (value if isinstance(value, dict) else {"skills": value})):
        code = code_of(lambda data=data: brought(json.dumps(data), kind=kind))
        assert not code or code.startswith("demand.")


@pytest.mark.parametrize("text", ["a" * 100_000, "<" * 100_000, "1 " * 50_000, "a@" * 50_000, "&#" * 50_000])
def test_hostile_texts_cost_little(text: str) -> None:
    took = []
    for _ in range(3):
        began = time.process_time()
        without_contacts(plain(text))
        took.append(time.process_time() - began)
    assert min(took) < 1
