from __future__ import annotations

import ast
import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills import Framework, Skill, link, link_many, suggest
from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.linking.suggesting import THRESHOLD
from stepladder.skills.linking.words import chunks, stem, tokens


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("communicate with customers", "communicate with customers"),
        ("WELDING TECHNIQUES", "welding techniques"),
        ("WASH HAIR", "wash hair"),
        ("COMMUNICATE  with Customers", "communicate with customers"),
        ("handling customer complaints", "handle customer complaints"),
        ("comunicate with custommers", "communicate with customers"),
        ("answer incoming ca", "answer incoming calls"),
        ("python", "Python (computer programming)"),
    ],
)
def test_search_finds_exact_folded_misspelled_and_half_typed(text, label):
    assert starter().search_skills(text, 3)[0].label == label


def test_search_tells_what_matched_and_orders_by_score():
    hits = starter().search_skills("customer complaints", 8)
    assert len(hits) == 8
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.matched and hit.label and 0 < hit.score <= 1 for hit in hits)
    assert len({hit.uri for hit in hits}) == 8
    assert starter().search_skills("communicate with customers", 1)[0].score == 1.0


def test_occupations_are_found_by_other_names():
    assert starter().search_occupations("contact centre agent", 1)[0].label == "call centre agent"
    assert starter().search_occupations("lorry driver", 1)[0].label == "heavy truck driver"


@pytest.mark.parametrize("text", ["", "   ", "the of and", "\u0000", "zzxqy", "😀"])
def test_nothing_is_found_for_nothing(text):
    assert starter().search_skills(text, 5) == ()
    assert suggest(text, starter()) == ()


@pytest.mark.parametrize(
    "text", ["VAT returns", "TIG", "wire a fuse board", "We are a global leader with 50,000 staff."]
)
def test_known_bad_cases_abstain(text):
    assert suggest(text, starter()) == ()


def test_a_life_in_words_becomes_suggestions_with_the_words_that_decided():
    text = "2019–2024: I answered incoming calls and handled customer complaints. Kept records of customer interaction."
    found = {one.label: one for one in suggest(text, starter())}
    assert found["answer incoming calls"].words == ("answered", "incoming", "calls")
    assert found["handle customer complaints"].words == ("handled", "customer", "complaints")
    assert "keep records of customer interaction" in found
    assert all(one.uri in starter().skills and THRESHOLD <= one.confidence <= 1 for one in found.values())


def test_the_longest_name_wins():
    labels = [one.label for one in suggest("Use customer relationship management software daily", starter())]
    assert "use customer relationship management software" in labels
    assert "customer relationship management" not in labels


def test_acronyms_keep_their_case_and_part_of_a_compound_is_no_word():
    own = Framework.build(
        name="own",
        version="1",
        skills=[Skill(uri="s:1", label="empty a vat"), Skill(uri="s:2", label="cutting technologies")],
    )
    assert suggest("VAT: empty", own) == ()
    assert suggest("cutting-edge technologies", own) == ()
    assert suggest("Cutting technologies.", own)[0].uri == "s:2"


def test_limit_and_threshold_are_kept():
    text = "process payments; first aid; lead a team; manage budgets; welding techniques"
    assert len(suggest(text, starter(), 2)) == 2
    assert suggest(text, starter(), threshold=1.01) == ()


@given(st.text(max_size=200))
def test_no_text_breaks_the_linker_and_only_ids_of_the_framework_come_back(text):
    framework = starter()
    for one in suggest(text, framework):
        assert one.uri in framework.skills
        assert one.words
    for hit in framework.search_skills(text, 3):
        assert hit.uri in framework.skills


def test_an_empty_framework_finds_nothing():
    own = Framework.build(name="own", version="1", skills=[])
    assert own.search_skills("weld", 3) == ()
    assert own.search_occupations("welder", 3) == ()
    assert suggest("weld", own) == ()


def test_words():
    assert stem("managing") == stem("manages") == stem("manage")
    assert stem("kept") == "keep"
    assert [token for token, _ in tokens("The VAT, C++ and .NET of customers' e-mails")][:3] == ["VAT", "C++", ".NET"]
    assert chunks("One. Two; three\n• four, five") == ["One", "Two", "three", "four", "five"]


def test_precision_on_the_development_set_is_what_the_docs_say(shared_data, repository):
    framework = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    right = said = 0
    with (shared_data / "skills" / "skillskape" / "dev.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted = {label.strip().casefold() for label in ast.literal_eval(row["skills"])}
            found = [one.label.strip().casefold() for one in suggest(row["sentence"], framework)]
            said += len(found)
            right += sum(label in wanted for label in found)
    page = (repository / "docs" / "reference" / "frameworks.md").read_text("utf-8")
    assert f"{said} suggestions, {right} of them" in page
    assert f"threshold is {THRESHOLD}" in page


def test_many_texts_are_linked_in_their_order_as_each_alone():
    texts = ["answer incoming calls", "", "wire a fuse board", "handle customer complaints; welding techniques"]
    found = list(link_many(iter(texts), starter(), top=3))
    assert found == [link(text, starter(), top=3) for text in texts]
    assert found[0][0].label == "answer incoming calls"
    assert found[0][0].because == ("answer", "incoming", "calls")
    assert found[1] == found[2] == ()
