"""Catalogues: every bad row is named, or left out and counted; outcomes are kept and shown; presets."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import SkillsError
from stepladder.skills.frameworks import starter
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import Outcomes, catalogue_from, plan, read_catalogue
from stepladder.skills.plans.catalogue import COLUMNS
from stepladder.skills.plans.presets import PRESETS, as_csv, convert_preset

if TYPE_CHECKING:
    from pathlib import Path

WELD = "http://data.europa.eu/esco/skill/60ff3eac-7d4d-4e51-87b8-74c3b5d62498"


def table(*rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


FULL = {
    "id": "1", "title": "One", "provider": "School", "skills": "u:a|u:b@2", "price": "120.50", "currency": "EUR",
    "hours": "4.5", "prerequisites": "0|x", "excludes": "9", "start": "2026-03-01", "end": "2026-04-01", "seats": "12",
    "language": "en", "mode": "online", "kind": "course", "pace": "part-time", "price_after_subsidy": "60",
    "completion_rate": "0.71", "employed_rate": "64%", "outcome_n": "120", "outcome_source": "Ministry",
}  # fmt: skip


def test_every_column_of_the_contract_is_read_from_csv_and_from_json() -> None:
    offer = read_catalogue(table(FULL))[0]
    assert (offer.skills, offer.levels) == (("u:a", "u:b"), {"u:b": 2.0})
    assert (offer.price, offer.full_price, offer.listed) == (Decimal(60), Decimal("120.50"), Decimal("120.50"))
    assert (offer.prerequisites, offer.excludes, offer.seats) == (("0", "x"), ("9",), 12)
    assert (offer.starts, offer.ends) == (date(2026, 3, 1), date(2026, 4, 1))
    assert (offer.language, offer.mode, offer.kind, offer.pace) == ("en", "online", "course", "part-time")
    assert offer.outcomes == Outcomes(completion_rate=0.71, employed_rate=0.64, n=120, source="Ministry")
    assert offer.outcomes.sentence() == "71% completed, 64% in work afterwards (n 120; Ministry)"
    assert read_catalogue(json.dumps([{**FULL, "skills": ["u:a", "u:b@2"], "seats": 12}]).encode()) == (offer,)


def test_outcomes_are_shown_and_change_no_plan() -> None:
    rows = [{"id": str(n), "skills": "a", "price": 10, "hours": 1} for n in range(3)]
    gap = GapReport.from_dict({"skills": [{"uri": "a"}]}, at=date(2026, 3, 2))
    plain = plan(gap, read_catalogue(table(*rows)))
    good = plan(gap, read_catalogue(table(*rows[:2], {**rows[2], "completion_rate": "1", "outcome_n": "9"})))
    assert [step.opportunity.id for step in good.steps] == [step.opportunity.id for step in plain.steps]
    assert (good.objective, good.cost) == (plain.objective, plain.cost)


BAD = [
    ({"id": "", "skills": "a"}, "catalogue.no_id"),
    ({"id": "1", "skills": ""}, "catalogue.skills"),
    ({"id": "1", "skills": "a", "price": "cheap"}, "catalogue.price"),
    ({"id": "1", "skills": "a", "price": "5", "price_after_subsidy": "9"}, "catalogue.price_after_subsidy"),
    ({"id": "1", "skills": "a", "seats": "2.5"}, "catalogue.seats"),
    ({"id": "1", "skills": "a", "seats": "inf"}, "catalogue.seats"),
    ({"id": "1", "skills": "a", "completion_rate": "71"}, "catalogue.completion_rate"),
    ({"id": "1", "skills": "a", "employed_rate": "NaN"}, "catalogue.employed_rate"),
    ({"id": "1", "skills": "a", "outcome_n": "-3", "completion_rate": "1"}, "catalogue.outcome_n"),
    ({"id": "1", "skills": "a", "end": "2026-13-01"}, "catalogue.end"),
]


@pytest.mark.parametrize(("row", "code"), BAD)
def test_a_bad_row_is_refused_with_its_place_or_left_out(row: dict[str, Any], code: str) -> None:
    data = table({"id": "good", "skills": "a"}, row)
    with pytest.raises(SkillsError) as caught:
        read_catalogue(data, name="c.csv")
    assert (caught.value.code, caught.value.where) == (code, "c.csv, row 3")
    read = catalogue_from(data, skip_bad_rows=True)
    assert [offer.id for offer in read.offers] == ["good"]
    assert [one.code for one in read.refused] == [code]


def test_all_bad_rows_are_named_at_once_up_to_ten() -> None:
    rows = [{"id": "same", "skills": "a"}] * 3 + [{"id": str(n), "skills": "a", "price": -n - 1} for n in range(11)]
    with pytest.raises(SkillsError) as caught:
        read_catalogue(table(*rows), name="c.csv")
    message = caught.value.message
    assert message.startswith(
        "13 rows of c.csv cannot be used: row 3: The id 'same' of row 3 was used in row 2 already"
    )
    assert message.count("; row ") == 9
    assert message.endswith("and 3 more")
    assert len(catalogue_from(table(*rows), skip_bad_rows=True).refused) == 13


@given(st.binary(max_size=300))
def test_any_bytes_give_a_catalogue_or_our_error(data: bytes) -> None:
    for whole in (data, b"id,skills,price,seats,start,completion_rate\n" + data):
        with suppress(SkillsError):
            assert catalogue_from(whole, skip_bad_rows=True).offers is not None


def test_rows_that_are_too_short_or_too_long_are_read_by_their_columns() -> None:
    read = read_catalogue(b"id,skills,price\n1,a\n2,b,3,and,more\n")
    assert [(offer.id, offer.price) for offer in read] == [("1", Decimal(0)), ("2", Decimal(3))]


# ---------------------------------------------------------------------- presets
def french(**more: str) -> dict[str, str]:
    return {
        "nom_of": "École", "numero_formation": "123_A1", "intitule_formation": "Soudage",
        "objectif_formation": "perform metal active gas welding", "nb_session_active": "3",
        "nb_session_a_distance": "0", "nombre_heures_total_mean": "35", "frais_ttc_tot_mean": "1490.5", **more,
    }  # fmt: skip


def written(path: Path, *rows: dict[str, str], delimiter: str = ";") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_mon_compte_formation_becomes_a_catalogue(tmp_path: Path) -> None:
    file = written(
        tmp_path / "mcf.csv",
        french(),
        french(intitule_formation="Soudage 2", nb_session_a_distance="3", nombre_heures_total_mean="7"),
        french(nombre_heures_total_mean="0"),
        french(frais_ttc_tot_mean=""),
        french(nb_session_active="0"),
        french(objectif_formation="", intitule_formation="Xyzzy"),
    )
    made = convert_preset("mon-compte-formation", file, starter())
    assert (made.read, len(made.rows), made.unlinked) == (6, 2, 1)
    assert [one.message for one in made.refused] == [
        "its hours are not told", "its price is not told", "it has no active session",
    ]  # fmt: skip
    offers = read_catalogue(as_csv(made).encode())
    assert [(offer.id, offer.mode) for offer in offers] == [("123_A1", "in person"), ("123_A1~2", "online")]
    assert (offers[0].price, offers[0].hours, offers[0].skills) == (Decimal("1490.50"), 35, (WELD,))
    assert offers[0].linked is not None
    assert offers[0].linked >= 0.5
    gap = GapReport.from_dict({"skills": [{"uri": WELD, "label": "weld"}]}, at=date(2026, 3, 2))
    assert any("linked from their descriptions" in note for note in plan(gap, offers).notes)
    assert "French" in made.notes[0]


def american(**more: str) -> dict[str, str]:
    return {
        "d101_eligible_training_provider": "College", "d105_program_name": "Welding: metal active gas welding",
        "d110_cip_code": "48.0508", "d111_non_wioa_tuition_cost": "4000", "d113_program_length_hours": "300",
        "d116_program_format": "In-person", "zip": "64101", "c_completed_percent": "0.71",
        "c_q2_employment_percent": "0.64", "de129": "120", **more,
    }  # fmt: skip


def test_training_provider_results_becomes_a_catalogue(tmp_path: Path) -> None:
    words = {"d105_program_name": "perform metal active gas welding"}
    file = written(
        tmp_path / "DownloadPrograms.csv",
        american(**words),
        american(**words, c_completed_percent="-1", c_q2_employment_percent="-1", de129="-1", zip="1"),
        american(**words, d113_program_length_hours="-1"),
        american(**words, d111_non_wioa_tuition_cost="-1"),
        delimiter=",",
    )
    made = convert_preset("training-provider-results", file, starter())
    assert [one.message for one in made.refused] == ["its hours are not told", "its tuition is not told"]
    told, withheld = read_catalogue(as_csv(made).encode())
    assert (told.price, told.currency, told.hours, told.mode) == (Decimal(4000), "USD", 300, "in-person")
    assert told.outcomes is not None
    assert told.outcomes.sentence().startswith("71% completed, 64% in work afterwards (n 120;")
    assert withheld.outcomes is None
    assert told.id != withheld.id
    again = convert_preset("training-provider-results", file, starter())
    assert as_csv(again) == as_csv(made)


def test_rows_can_be_chosen_and_counted(tmp_path: Path) -> None:
    file = written(tmp_path / "m.csv", french(nom_of="A"), french(nom_of="B"), french(nom_of="B"))
    made = convert_preset("mon-compte-formation", file, starter(), only={"nom_of": "B"}, limit=1)
    assert [row["provider"] for row in made.rows] == ["B"]


def test_what_a_preset_does_not_know_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "m.csv", {"nom_of": "A"})
    for name, code in (("other", "catalogue.unknown_preset"), ("mon-compte-formation", "catalogue.columns")):
        with pytest.raises(SkillsError) as caught:
            convert_preset(name, file, starter())
        assert caught.value.code == code
    (tmp_path / "bad.csv").write_bytes(b"nom_of;\xff\n")
    with pytest.raises(SkillsError) as caught:
        convert_preset("mon-compte-formation", tmp_path / "bad.csv", starter())
    assert caught.value.code == "catalogue.encoding"
    assert sorted(PRESETS) == ["mon-compte-formation", "training-provider-results"]
