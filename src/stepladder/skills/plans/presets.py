"""Public catalogues as catalogues of ours: which of their columns mean what, and skills linked from their words.

Only columns that their publishers' documentation, or readers of their files, confirm are used; docs/how-to has the
list. A row whose price or hours its publisher does not tell is left out: 0 would make it the best of all.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.catalogue import COLUMNS, RefusedRow, csv_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stepladder.skills.frameworks.model import Framework

    Row = Mapping[str, str]

__all__ = ["PRESETS", "Converted", "Preset", "as_csv", "convert_preset"]

TOP = 8  # skills linked to one offer
SURE = 0.5  # confidence from which on a skill is linked: more likely than not
LINKED = ("link_confidence", "link_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A public catalogue: the columns it must and may have, what a row of it says, and the words that name skills.

    ``told`` returns the cells of our catalogue, or raises `ValueError` with the reason why the row cannot be used.
    """

    name: str
    title: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    told: Callable[[Row], dict[str, str]]
    words: Callable[[Row], str]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """Rows of our catalogue; how many were read; those refused with their reason, and how many named no skill."""

    preset: str
    rows: tuple[Mapping[str, str], ...]
    read: int
    refused: tuple[RefusedRow, ...]
    unlinked: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the counts and reasons as JSON."""
        return {
            "preset": self.preset,
            "read": self.read,
            "written": len(self.rows),
            "unlinked": self.unlinked,
            "refused": [one.as_dict() for one in self.refused],
            "notes": list(self.notes),
        }


def convert_preset(
    name: str,
    path: Path,
    framework: Framework,
    *,
    limit: int | None = None,
    only: Mapping[str, str] | None = None,
    least_confidence: float = SURE,
) -> Converted:
    """Return the rows of a public catalogue's file (CSV or XLSX) as rows of ours, skills linked and flagged.

    ``limit`` rows at most; ``only`` those whose columns hold these values; skills from ``least_confidence`` on. Raises
    `SkillsError` (``catalogue.unknown_preset``, ``catalogue.columns``, ``catalogue.encoding``, ``catalogue.csv``).
    """
    from stepladder.skills.linking import link_many

    preset = PRESETS.get(name)
    if preset is None:
        raise SkillsError(
            f"There is no preset {name!r}",
            code="catalogue.unknown_preset",
            hint=f"There are {' and '.join(sorted(PRESETS))}.",
        )
    refused: list[RefusedRow] = []
    told: list[tuple[dict[str, str], str]] = []
    read = 0
    for number, row in _rows(preset, path, tuple(only or ())):
        if only and any(row.get(column) != value for column, value in only.items()):
            continue
        if limit is not None and read >= limit:
            break
        read += 1
        try:
            told.append((preset.told(row), preset.words(row)))
        except ValueError as error:
            where = f"{path.name}, row {number}"
            refused.append(RefusedRow(where=where, code="catalogue.not_told", message=str(error)))
    texts = list(dict.fromkeys(words for _, words in told))
    linked = dict(zip(texts, link_many(texts, framework, top=TOP, threshold=least_confidence), strict=True))
    rows = []
    ids: dict[str, int] = {}
    for cells, words in told:
        skills = linked[words]
        if skills:
            rows.append(_numbered({**cells, **_linked(skills)}, ids))
    notes = (
        f"{preset.title}: {preset.note}",
        f"Skills were linked from titles and descriptions with {framework.title}; the provider did not state them.",
    )
    return Converted(
        preset=name,
        rows=tuple(rows),
        read=read,
        refused=tuple(refused),
        unlinked=len(told) - len(rows),
        notes=notes,
    )


def as_csv(made: Converted) -> str:
    """Return the rows as a catalogue of ours; two more columns hold the confidence of each skill and its words."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *LINKED], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(made.rows)
    return out.getvalue()


def _linked(skills: Sequence[Any]) -> dict[str, str]:
    return {
        "skills": "|".join(one.uri for one in skills),
        "link_confidence": "|".join(f"{one.confidence:.3f}" for one in skills),
        "link_words": "|".join(" ".join(one.because).replace("|", " ") for one in skills),
    }


def _numbered(cells: dict[str, str], ids: dict[str, int]) -> dict[str, str]:
    """Keep ids apart: the second row with an id gets ``~2``."""
    key = cells["id"]
    ids[key] = ids.get(key, 0) + 1
    return cells if ids[key] == 1 else {**cells, "id": f"{key}~{ids[key]}"}


def _rows(preset: Preset, path: Path, more: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Read a file row by row: a CSV is never held whole."""
    needed = (*preset.needed, *(name for name in more if name not in preset.needed))
    columns = (*needed, *(name for name in preset.optional if name not in needed))
    if path.suffix.lower() == ".xlsx":
        yield from _named(columns, _workbook(path, needed, columns[len(needed) :]))
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _named(columns, csv_rows(stream, path.name, columns, needed))
    except UnicodeDecodeError as error:
        raise SkillsError(f"{path.name} is not UTF-8", code="catalogue.encoding", where=path.name) from error
    except OSError as error:
        raise SkillsError(
            f"{path.name} cannot be read: {error.strerror}", code="catalogue.no_file", where=path.name
        ) from error


def _workbook(path: Path, needed: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    from stepladder.skills.frameworks.sheets import Sheets

    with Sheets([path]) as sheets:
        yield from sheets.rows(next(iter(sheets.tables.values())), needed, optional)


def _named(columns: tuple[str, ...], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Row]]:
    for number, cells in rows:
        yield number, dict(zip(columns, cells, strict=True))


# ---------------------------------------------------------------------- what the publishers' columns say
def _told(text: str, what: str) -> float:
    """Return a number that is told; empty, negative (“withheld”) or no number at all is not."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 <= number < 10**7:
        raise ValueError(f"its {what} not told")
    return number


def _hours(text: str) -> str:
    hours = _told(text, "hours are")
    if hours == 0:
        raise ValueError("its hours are not told")
    return f"{hours:g}"


def _compte_formation(row: Row) -> dict[str, str]:
    if row["nb_session_active"] == "0":
        raise ValueError("it has no active session")
    return {
        "id": row["numero_formation"] or _made_up(row, "numero_formation"),
        "title": row["intitule_formation"],
        "provider": row["nom_of"],
        "price": f"{_told(row['frais_ttc_tot_mean'], 'price is'):.2f}",
        "currency": "EUR",
        "hours": _hours(row["nombre_heures_total_mean"]),
        "mode": _mode(row["nb_session_a_distance"], row["nb_session_active"]),
        "kind": "course",
    }


def _mode(remote: str, active: str) -> str:
    """Return where it takes place, from how many of its sessions are remote."""
    if not remote.isdecimal() or not active.isdecimal():
        return ""
    if int(remote) == 0:
        return "in person"
    return "online" if int(remote) >= int(active) else "in person or online"


def _provider_results(row: Row) -> dict[str, str]:
    completed, employed = _share(row["c_completed_percent"]), _share(row["c_q2_employment_percent"])
    people = row["de129"] if row["de129"].isdecimal() and employed else ""
    return {
        "id": _made_up(row, "tpr"),
        "title": row["d105_program_name"],
        "provider": row["d101_eligible_training_provider"],
        "price": f"{_told(row['d111_non_wioa_tuition_cost'], 'tuition is'):.2f}",
        "currency": "USD",
        "hours": _hours(row["d113_program_length_hours"]),
        "mode": row["d116_program_format"].casefold(),
        "kind": "course",
        "completion_rate": completed,
        "employed_rate": employed,
        "outcome_n": people,
        "outcome_source": "US Department of Labor, Training Provider Results" if completed or employed else "",
    }


def _share(text: str) -> str:
    """Return a share 0–1 as it stands; -1 and all else is “not told”, never 0."""
    try:
        return text if 0 <= float(text) <= 1 else ""
    except ValueError:
        return ""


def _made_up(row: Row, prefix: str) -> str:
    """Return an id from what names a row, where its publisher gives none that lasts."""
    names = sorted(key for key in row if key.startswith(("d101", "d105", "d110", "zip", "nom_of", "intitule")))
    return f"{prefix}-{hashlib.sha256(chr(10).join(row[key] for key in names).encode()).hexdigest()[:16]}"


PRESETS: dict[str, Preset] = {
    "mon-compte-formation": Preset(
        name="mon-compte-formation",
        title="Mon Compte Formation (Caisse des Dépôts)",
        needed=(
            *("numero_formation", "intitule_formation", "nom_of"),
            *("nombre_heures_total_mean", "frais_ttc_tot_mean"),
        ),
        optional=(
            *("nb_session_active", "nb_session_a_distance", "points_forts"),
            *("objectif_formation", "contenu_formation"),
        ),
        told=_compte_formation,
        words=lambda row: ". ".join(
            row[key]
            for key in ("intitule_formation", "objectif_formation", "contenu_formation", "points_forts")
            if row[key]
        ),
        note="price and hours are the means over its sessions. Its words are French: link with a framework that has "
        "French labels.",
    ),
    "training-provider-results": Preset(
        name="training-provider-results",
        title="Training Provider Results (US Department of Labor)",
        needed=(
            *("d101_eligible_training_provider", "d105_program_name", "d110_cip_code"),
            *("d111_non_wioa_tuition_cost", "d113_program_length_hours"),
        ),
        optional=(
            *("d109_associated_credential", "d116_program_format", "zip"),
            *("c_completed_percent", "c_q2_employment_percent", "de129"),
        ),
        told=_provider_results,
        words=lambda row: ". ".join(
            row[key] for key in ("d105_program_name", "d109_associated_credential") if row[key]
        ),
        note="the price is tuition and fees for those who pay themselves, without books. Rates are of all students; "
        "the number beside them is that of the rate in work.",
    ),
}
