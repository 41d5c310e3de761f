"""A small release in ESCO's layout, and ways to break it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SKILL = "http://data.europa.eu/esco/skill/"
OCCUPATION = "http://data.europa.eu/esco/occupation/"
WELD, LEAD, TALK = (f"{SKILL}00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
WELDER, CHIEF, GHOST = (f"{OCCUPATION}00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
GROUP = f"{SKILL}S1"

Rows = list[list[str]]


def tables() -> dict[str, Rows]:
    return {
        "skills_en.csv": [
            ["conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "status"],
            ["K", WELD, "skill/competence", "sector-specific", "weld metal", "join metal\nweld metal", "released"],
            ["K", LEAD, "skill/competence", "cross-sector", "lead a team", "", "released"],
            ["K", TALK, "", "", "talking", "", "released"],
        ],
        "occupations_en.csv": [
            ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"],
            ["Occupation", WELDER, "7212", "welder", "metal joiner\nwelding worker"],
            ["Occupation", CHIEF, "3122", "workshop chief", "metal joiner"],
        ],
        "skillGroups_en.csv": [["conceptUri", "preferredLabel", "code"], [GROUP, "working with metal", "S1"]],
        "ISCOGroups_en.csv": [["conceptUri", "code", "preferredLabel"], ["x", "7212", "Welders and flame cutters"]],
        "occupationSkillRelations.csv": [
            ["occupationUri", "relationType", "skillType", "skillUri"],
            [WELDER, "essential", "", WELD],
            [WELDER, "optional", "", TALK],
            [CHIEF, "essential", "", LEAD],
        ],
        "broaderRelationsSkillPillar.csv": [
            ["conceptType", "conceptUri", "broaderType", "broaderUri"],
            ["K", WELD, "SkillGroup", GROUP],
        ],
        "skillSkillRelations.csv": [
            ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"],
            [LEAD, "", "optional", "", TALK],
        ],
    }


def csv_bytes(rows: Rows, encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def write_zip(path: Path, files: dict[str, Rows | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(name, rows if isinstance(rows, bytes) else csv_bytes(rows))
    return path


def write_folder(path: Path, files: dict[str, Rows | bytes]) -> Path:
    path.mkdir(exist_ok=True)
    for name, rows in files.items():
        (path / name).write_bytes(rows if isinstance(rows, bytes) else csv_bytes(rows))
    return path
