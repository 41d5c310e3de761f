"""One framework in several languages: read from the file names, shown in one, joined from several imports."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from esco_files import CHIEF, GROUP, LEAD, TALK, WELD, WELDER, tables, write_folder, write_zip

from stepladder.skills import Framework, Skill
from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.frameworks.extras import Extras, Lazy, Words
from stepladder.skills.frameworks.languages import beside, joined
from stepladder.skills.frameworks.merging import merged
from stepladder.skills.frameworks.packs import PackStore

FRENCH = {
    "skills": {WELD: ("souder du métal", "assembler du métal"), LEAD: ("diriger une équipe", ""), TALK: ("", "")},
    "occupations": {WELDER: ("soudeur", "soudeuse"), CHIEF: ("chef d’atelier", "")},
}


def french(*, relations: bool = True) -> dict[str, list[list[str]]]:
    """The same release as the portal serves it in French: other words, the same URIs."""
    files = {name.replace("_en.", "_fr."): rows for name, rows in tables().items()}
    for kind, name, label in (("skills", "skills_fr.csv", 4), ("occupations", "occupations_fr.csv", 3)):
        for row in files[name][1:]:
            row[label : label + 2] = FRENCH[kind][row[1]]
    files["skillGroups_fr.csv"][1][1] = "travailler le métal"
    files["ISCOGroups_fr.csv"][1][2] = "Soudeurs et oxycoupeurs"
    return files if relations else {name: rows for name, rows in files.items() if name.endswith("_fr.csv")}


def english_and(tmp_path, files) -> Framework:
    return joined(
        read_esco([write_zip(tmp_path / "en.zip", tables())]),
        read_esco([write_zip(tmp_path / "fr.zip", files)], words_only=True),
    )


def test_the_language_is_that_of_the_file_names(tmp_path):
    framework = read_esco([write_zip(tmp_path / "fr.zip", french())])
    assert (framework.language, framework.languages) == ("fr", ("fr",))
    assert framework.skill("Souder du métal").alternative_labels == ("assembler du métal",)
    assert framework.occupation("soudeuse").uri == WELDER
    assert framework.groups[GROUP].label == "travailler le métal"
    # In English this one has a label: that the French file has none is not the occupation file lacking it.
    assert not any("lacks" in line for line in framework.report)


@pytest.mark.parametrize("relations", [True, False])
def test_a_second_language_joins_by_uri(tmp_path, relations):
    both = english_and(tmp_path, french(relations=relations))
    assert both.languages == ("en", "fr")
    assert both.skill(WELD).label == "weld metal"
    shown = both.in_language("fr")
    assert shown.language == "fr"
    assert shown.skill("souder du métal").uri == WELD
    assert shown.skill(TALK).label == "talking", "what has no French name keeps the first language's"
    assert shown.occupation(WELDER).alternative_labels == ("soudeuse",)
    assert shown.groups[GROUP].label == "travailler le métal"
    assert shown.isco_groups["7212"] == "Soudeurs et oxycoupeurs"
    assert shown.occupation(WELDER).requirements == both.occupation(WELDER).requirements
    assert shown.broader(WELD) == (GROUP,)
    assert [hit.uri for hit in shown.search_skills("diriger équipe", 1)] == [LEAD]
    assert shown.in_language("en").skill(WELD) == both.skill(WELD)
    assert "Joined with its words in fr: 3 of 3 skills." in both.report
    assert {source.language for source in both.sources} == {"", "fr"}


def test_files_of_several_languages_are_one_framework(tmp_path):
    together = read_esco([write_folder(tmp_path / "all", {**french(relations=False), **tables()})])
    assert together.languages == ("en", "fr")
    apart = english_and(tmp_path, french())
    assert dict(together.in_language("fr").skills) == dict(apart.in_language("fr").skills)
    assert dict(together.in_language("fr").occupations) == dict(apart.in_language("fr").occupations)
    assert dict(together.in_language("fr").groups) == dict(apart.in_language("fr").groups)


def test_half_of_another_language_is_refused_by_name(tmp_path):
    files = {**tables(), "skills_fr.csv": french()["skills_fr.csv"]}
    with pytest.raises(FrameworkError) as caught:
        read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert caught.value.code == "framework.wrong_file"
    assert "occupations in fr" in caught.value.message


def test_words_alone_are_no_release(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read_esco([write_zip(tmp_path / "fr.zip", french(relations=False))])
    assert "relations" in caught.value.message


def test_a_pack_keeps_languages_and_is_the_same_bytes_without_them(tmp_path):
    alone = read_esco([write_zip(tmp_path / "en.zip", tables())])
    assert b"words" not in alone.to_bytes()
    both = english_and(tmp_path, french())
    opened = Framework.from_bytes(both.to_bytes())
    assert opened.languages == both.languages
    assert opened.sources == both.sources
    for language in both.languages:
        assert dict(opened.in_language(language).skills) == dict(both.in_language(language).skills)
        assert dict(opened.in_language(language).occupations) == dict(both.in_language(language).occupations)
    assert opened.to_bytes() == both.to_bytes()


@pytest.mark.parametrize("words", [b"[1]", b'{"skills": [1]}', b'{"colours": []}', b"not JSON", b'{"skills": 5}'])
def test_damaged_words_are_told_when_they_are_asked_for(monkeypatch, words):
    framework = Framework.build(
        name="own",
        version="1",
        skills=[Skill(uri="s:1", label="weld")],
        extras=Extras(words={"fr": Lazy(Words(skills=("souder",)))}),
    )
    packing = pytest.importorskip("stepladder.skills.frameworks.packing")
    whole = packing._pack_extras
    monkeypatch.setattr(packing, "_pack_extras", lambda extras: {**whole(extras), "words.fr": words})
    opened = Framework.from_bytes(framework.to_bytes())
    assert opened.skill("s:1").label == "weld"
    with pytest.raises(FrameworkError) as caught:
        opened.in_language("fr")
    assert caught.value.code == "pack.damaged"


def test_the_starter_pack_beside_a_release_keeps_its_words(tmp_path):
    shown = merged(english_and(tmp_path, french()), starter()).in_language("fr")
    assert shown.skill(WELD).label == "souder du métal"
    assert shown.occupation("Call centre agent").is_template


def test_tags_match_without_their_region():
    framework = Framework.build(
        name="own",
        version="1",
        language="en-us",
        skills=[Skill(uri="s:1", label="color")],
        extras=Extras(words={"de-AT": Lazy(Words(skills=("Farbe",)))}),
    )
    assert framework.in_language("EN") is framework
    assert framework.in_language("de").skill("s:1").label == "Farbe"
    assert framework.in_language("de_at").skill("s:1").label == "Farbe"
    with pytest.raises(FrameworkError) as caught:
        framework.in_language("fr")
    assert caught.value.code == "framework.no_language"
    assert "en-us, de-AT" in caught.value.message


def test_another_release_is_not_another_language(tmp_path):
    english = read_esco([write_zip(tmp_path / "en.zip", tables())])
    other = Framework.build(
        name="esco", version="unknown", language="fr", skills=[Skill(uri=f"s:{n}", label="x") for n in range(3)]
    )
    for wrong in (
        other,
        Framework.build(name="esco", version="2", language="fr", skills=list(english.skills.values())),
    ):
        with pytest.raises(FrameworkError) as caught:
            joined(english, wrong)
        assert caught.value.code == "framework.other_release"


def test_a_new_import_of_the_first_language_keeps_the_others(tmp_path):
    both = english_and(tmp_path, french())
    files = tables()
    files["skills_en.csv"][1][4] = "join metal by heat"
    anew = beside(both, read_esco([write_zip(tmp_path / "new.zip", files)]))
    assert anew.skill(WELD).label == "join metal by heat"
    assert anew.in_language("fr").skill(WELD).label == "souder du métal"
    assert {source.name for source in anew.sources} == {"new.zip", "fr.zip"}
    again = beside(anew, read_esco([write_zip(tmp_path / "fr2.zip", french())]))
    assert {source.name for source in again.sources} == {"new.zip", "fr2.zip"}


def test_the_same_files_under_another_tag_are_no_other_language(tmp_path):
    both = english_and(tmp_path, french())
    mistaken = replace(both, language="de")
    right = beside(mistaken, read_esco([tmp_path / "en.zip"]))
    assert right.languages == ("en", "fr")
    assert right.in_language("fr").skill(WELD).label == "souder du métal"


def test_the_whole_of_esco_in_two_languages_opens_quickly(shared_data):
    """The portal's files in a second language are not here: the words are made, their number and length are real."""
    release = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    columns = release.columns
    words = Words(
        skills=[f"le {label}" for label in columns.skill_labels],
        skill_aliases=[[f"un {alias}" for alias in row] for row in columns.skill_aliases.rows],
        occupations=[f"le {label}" for label in columns.occupation_labels],
        occupation_aliases=columns.occupation_aliases.rows,
    )
    packed = replace(release, extras=replace(release.extras, words={"fr": Lazy(words)})).to_bytes()
    times = []
    for _ in range(3):
        begun = time.process_time()
        opened = Framework.from_bytes(packed)
        times.append(time.process_time() - begun)
    assert min(times) < 0.2, times
    assert opened.in_language("fr").skill("le manage musical staff")


def test_a_store_tells_bytes_of_one_language_from_those_of_another(tmp_path):
    store = PackStore(tmp_path / "packs")
    both = english_and(tmp_path, french())
    store.save(both)
    assert store.find(both.sources[:1]) is not None
    assert store.find(both.sources[1:]) is not None
    assert store.find(both.sources[1:], lambda one: one.name == "other") is None
    assert store.get("esco", "unknown") is not None
    assert store.get("esco", "1") is None
