from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.frameworks.merging import merged
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill, SkillGroup
from stepladder.skills.proficiency import STEPLADDER_SCALE

if TYPE_CHECKING:
    from pathlib import Path

LEVEL = STEPLADDER_SCALE.level(2)


def small(name: str, skills: list[str], occupations: dict[str, list[str]], *, levels: bool = False) -> Framework:
    return Framework.build(
        name=name,
        version="1",
        title=name.title(),
        skills=[Skill(uri=uri, label=f"{uri} by {name}", alternative_labels=(f"{uri} also",)) for uri in skills],
        occupations=[
            Occupation(
                uri=uri,
                label=uri,
                requirements=tuple(Requirement(skill=s, level=LEVEL if levels else None) for s in asked),
            )
            for uri, asked in occupations.items()
        ],
        groups=[SkillGroup(uri="g1", label="group")] if name == "release" else (),
        broader=[(skills[-1], "g1")] if name == "release" and skills else (),
        related=[(skills[0], "essential", skills[-1])] if name == "release" and len(skills) > 1 else (),
    )


def test_what_the_release_lacks_stands_at_its_end() -> None:
    release = small("release", ["a", "b"], {"x": ["b"]})
    more = small("more", ["b", "c"], {"x": ["c"], "y": ["c", "b"]}, levels=True)
    both = merged(release, more)
    assert list(both.skills) == ["a", "b", "c"]
    assert both.skill("b").label == "b by release"
    assert both.skills["c"].alternative_labels == ("c also",)
    assert both.occupation("x").requirements == release.occupation("x").requirements
    assert both.occupation("y").requirements == more.occupation("y").requirements
    assert both.occupations_with("c") == ("y",)
    assert (both.name, both.version, both.sources) == (release.name, release.version, release.sources)
    assert "not in Release itself" in both.report[-1]


def test_the_hierarchy_is_the_releases() -> None:
    both = merged(small("release", ["a", "b"], {}), small("more", ["c", "d"], {}))
    assert both.broader("b") == ("g1",)
    assert both.narrower("g1") == ("b",)
    assert [each.skill for each in both.related("a")] == ["b"]
    assert both.broader("c") == both.related("d") == ()


def test_nothing_more_is_the_same_value() -> None:
    release = small("release", ["a"], {"x": ["a"]})
    assert merged(release, small("more", ["a"], {"x": []})) is release


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("defghi"), unique=True),
    st.data(),
)
def test_every_value_of_both_is_there_and_packs(one: list[str], other: list[str], data: st.DataObject) -> None:
    def jobs(skills: list[str], names: str) -> dict[str, list[str]]:
        some = st.lists(st.sampled_from(skills), unique=True) if skills else st.just([])
        return data.draw(st.dictionaries(st.sampled_from(names), some, max_size=3))

    release = small("release", one, jobs(one, "uvwx"))
    more = small("more", other, jobs(other, "wxyz"), levels=True)
    both = Framework.from_bytes(merged(release, more).to_bytes())
    assert dict(both.skills) == {**dict(more.skills), **dict(release.skills)}
    assert dict(both.occupations) == {**dict(more.occupations), **dict(release.occupations)}
    assert dict(both.groups) == dict(release.groups)


def test_whole_esco_keeps_its_own_words_beside_the_role_templates(shared_data: Path) -> None:
    esco = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    both = merged(esco, starter())
    templates = [each for each in starter().occupations.values() if each.is_template]
    assert len(templates) > 50
    assert all(both.occupation(each.uri) == each for each in templates)
    assert set(both.skills) == set(esco.skills) | set(starter().skills)
    some = list(esco.skills)[::97]
    assert [both.skill(uri) for uri in some] == [esco.skill(uri) for uri in some]
    assert [both.ancestors(uri) for uri in some] == [esco.ancestors(uri) for uri in some]
    assert [both.related(uri) for uri in some] == [esco.related(uri) for uri in some]
    assert both.counts()["occupations"] == esco.counts()["occupations"] + len(templates)
    assert any(hit.uri == templates[0].uri for hit in both.search_occupations(templates[0].label, 5))
