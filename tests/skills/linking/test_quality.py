"""What the page says of the lexical core is what it does on the half that nothing was fitted on."""

from __future__ import annotations

import json

from stepladder.skills.frameworks import read_esco
from stepladder.skills.linking import Linker


def test_the_lexical_core_is_as_good_as_the_page_says(shared_data, repository, monkeypatch):
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    import linking_dev

    framework = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    _, cases = linking_dev.halves(framework, shared_data / "skills" / "skillskape" / "dev.csv")
    linker = Linker(framework)
    looked_at = list(linker.candidates([case.text for case in cases]))
    all_answers = [[one.uri for one in linker.answer(found, 10, 0.0)] for found in looked_at]
    usual = [[one.uri for one in linker.answer(found, 10, None)] for found in looked_at]
    measured = linking_dev.ranked(cases, all_answers)
    silent = linking_dev.ranked(cases, usual)
    page = (repository / "docs" / "reference" / "linking.md").read_text("utf-8")
    told = (measured["rp5"], measured["rp10"], measured["mrr"], silent["rp5"])
    assert "| lexical core | " + " | ".join(f"{figure:.1f}" for figure in told) + " |" in page
    kept = json.loads((repository / "benchmarks" / "results" / "linking.json").read_text("utf-8"))["cores"]
    assert abs(kept["lexical"]["rp5"] - measured["rp5"]) < 0.5
    assert kept["hybrid"]["rp5"] > kept["lexical"]["rp5"] > kept["plain TF-IDF"]["rp5"]


def test_the_measures_are_those_of_a_worked_example(repository, monkeypatch):
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    from linking_dev import Case, ranked

    cases = [Case("one", frozenset("a")), Case("two", frozenset("abcdef")), Case("none", frozenset())]
    assert ranked(cases, [list("xa"), list("axbxxcx"), ["a"]]) == {
        "rp5": 70.0,  # 1 of 1, 2 of 5
        "rp10": 75.0,  # 1 of 1, 3 of 6
        "mrr": 75.0,  # first right at 2 and at 1
        "sentences": 2,
    }
