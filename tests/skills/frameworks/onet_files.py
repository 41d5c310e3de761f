"""A small release in O*NET's layout of 29 and of 30.3, and ways to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_files import Rows, tabbed, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = "O*NET-SOC Code"
AGENT, BAKER, POET = "43-4051.00", "51-3011.00", "27-3043.05"
NAMES = {AGENT: "Customer Service Representatives", BAKER: "Bakers", POET: "Poets, Lyricists and Creative Writers"}
ELEMENTS = {
    "2.A.1.b": "Active Listening",
    "2.A.1.e": "Mathematics",
    "2.B.1.f": "Service Orientation",
    "2.C.1.e": "Customer and Personal Service",
    "2.C.2.b": "Food Production",
}


def rating(code: str, element: str, importance: object, level: object, flags: str = "NN") -> Rows:
    """Two rows: importance, then level; ``flags``: is the level one to suppress, is the element not relevant."""
    name = ELEMENTS[element]
    head = [code, NAMES[code], element, name]
    tail = [8, 0.1, 1.0, 5.0]
    return [
        [*head, "IM", "Importance", importance, *tail, "N", "", "08/2023", "Analyst"],
        [*head, "LV", "Level", level, *tail, flags[0], flags[1], "08/2023", "Analyst"],
    ]


RATING_HEADER = [
    *(CODE, "Title", "Element ID", "Element Name", "Scale ID", "Scale Name", "Data Value", "N", "Standard Error"),
    *("Lower CI Bound", "Upper CI Bound", "Recommend Suppress", "Not Relevant", "Date", "Domain Source"),
]


def tables() -> dict[str, Rows]:
    """The tables of layout 29, by file name without ending."""
    return {
        "Scales Reference": [
            ["Scale ID", "Scale Name", "Minimum", "Maximum"],
            ["IM", "Importance", 1, 5],
            ["LV", "Level", 0, 7],
            ["CX", "Context", 1, 5],
        ],
        "Occupation Data": [
            [CODE, "Title", "Description"],
            *([code, name, f"What {name} do."] for code, name in NAMES.items()),
        ],
        "Skills": [
            [*RATING_HEADER],
            *rating(AGENT, "2.A.1.b", 4.12, 4.62),
            *rating(AGENT, "2.A.1.e", 2.5, 2.0, "YN"),
            *rating(AGENT, "2.B.1.f", 3, 3.5),
            *rating(BAKER, "2.A.1.b", 1.9, 2.0),
            *rating(BAKER, "2.A.1.e", 3.25, 3),
            *rating(BAKER, "2.B.1.f", 1.0, 0, "NY"),
        ],
        "Knowledge": [
            [*RATING_HEADER],
            *rating(AGENT, "2.C.1.e", 4.5, 5.2),
            *rating(BAKER, "2.C.2.b", 4.9, 6.0),
            *rating(BAKER, "2.C.1.e", 2.63, 1.1, "YY"),
        ],
        "Technology Skills": [
            [CODE, "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"],
            [AGENT, NAMES[AGENT], "Salesforce software", 43232303, "Customer relationship management CRM", "Y", "Y"],
            [AGENT, NAMES[AGENT], "Zendesk", 43232303, "Customer relationship management CRM", "N", "N"],
            [BAKER, NAMES[BAKER], "Microsoft Excel", 43232110, "Spreadsheet software", "Y", "N"],
        ],
        "Related Occupations": [
            [CODE, "Title", "Related O*NET-SOC Code", "Related Title", "Relatedness Tier", "Index"],
            [AGENT, NAMES[AGENT], BAKER, NAMES[BAKER], "Primary-Short", 1],
            [AGENT, NAMES[AGENT], POET, NAMES[POET], "Supplemental", 2],
        ],
        "Job Zones": [
            [CODE, "Title", "Job Zone", "Date", "Domain Source"],
            [AGENT, NAMES[AGENT], 2, "08/2023", "Analyst"],
            [POET, NAMES[POET], 4, "08/2023", "Analyst"],
        ],
        "Alternate Titles": [
            [CODE, "Title", "Alternate Title", "Short Title", "Source(s)"],
            [AGENT, NAMES[AGENT], "Customer Service Agent", "CSA", "02"],
            [AGENT, NAMES[AGENT], "Call Center Agent", None, "02"],
        ],
        "Content Model Reference": [
            ["Element ID", "Element Name", "Description"],
            ["2", "Worker Requirements", "What workers bring."],
            ["2.A", "Basic Skills", "Capacities that help to learn."],
            ["2.A.1", "Content", "Background structures."],
            ["2.A.1.b", "Active Listening", "Giving full attention to what other people are saying."],
        ],
        "Level Scale Anchors": [
            ["Element ID", "Element Name", "Scale ID", "Scale Name", "Anchor Value", "Anchor Description"],
            ["2.A.1.b", "Active Listening", "LV", "Level", 4, "Answer inquiries about credit references"],
            ["2.A.1.b", "Active Listening", "LV", "Level", 2, "Take a customer's order"],
        ],
    }


def newer() -> dict[str, Rows]:
    """The same in the layout of 30.3: split skills, software skills, job titles."""
    old = tables()
    header, *rows = old.pop("Skills")
    old["Essential Skills"] = [header, *(row for row in rows if str(row[2]).startswith("2.A"))]
    old["Transferable Skills"] = [header, *(row for row in rows if str(row[2]).startswith("2.B"))]
    _, *rows = old.pop("Technology Skills")
    old["Software Skills"] = [
        [CODE, "Title", "Workplace Example", "Element ID", "Element Name", "Hot Technology", "In Demand"],
        *([row[0], row[1], row[2], "2.E.1.a", row[4], row[5], row[6]] for row in rows),
    ]
    _, *rows = old.pop("Alternate Titles")
    old["Job Titles"] = [[CODE, "Title", "Job Title", "Short Title", "Source(s)"], *rows]
    return old


def files(given: dict[str, Rows], write: Callable[[Rows], bytes] = xlsx, ending: str = ".xlsx") -> dict[str, bytes]:
    return {name + ending: write(rows) for name, rows in given.items()}


def text_files(given: dict[str, Rows]) -> dict[str, bytes]:
    """The text form, which leaves out titles of occupations and names of scales where codes say the same."""
    slim = {}
    for name, rows in given.items():
        left_out = (
            {"Title", "Scale Name", "Related Title"} if name not in {"Occupation Data", "Scales Reference"} else ()
        )
        places = [place for place, column in enumerate(rows[0]) if column not in left_out]
        slim[name] = [[row[place] for place in places] for row in rows]
    return files(slim, tabbed, ".txt")
