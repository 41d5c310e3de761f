from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills import Framework, Occupation, Requirement, Skill
from stepladder.skills.errors import FrameworkError, IncomparableLevelsError, UnknownSkillError
from stepladder.skills.frameworks.packs import PackStore
from stepladder.skills.frameworks.values import KINDS, RELATIONS, REUSE_LEVELS, SkillGroup, Source
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyScale

texts = st.text(max_size=12)
uris = st.one_of(st.uuids().map(lambda one: f"http://example.org/{one}"), st.text(min_size=1, max_size=9))


@st.composite
def frameworks(draw):
    names = draw(st.lists(uris, unique=True, min_size=1, max_size=8))
    skills = [
        Skill(
            uri=uri,
            label=draw(texts),
            alternative_labels=tuple(draw(st.lists(texts, max_size=3))),
            kind=draw(st.sampled_from(KINDS)),
            reuse_level=draw(st.sampled_from(REUSE_LEVELS)),
        )
        for uri in names
    ]
    requirement = st.builds(
        Requirement,
        skill=st.sampled_from(names),
        relation=st.sampled_from(RELATIONS),
        weight=st.integers(0, 5).map(lambda n: n / 5),
        level=st.one_of(st.none(), st.sampled_from([1.0, 2.0, 2.5, 4.0]).map(STEPLADDER_SCALE.level)),
    )
    occupations = [
        Occupation(uri=f"o:{n}", label=draw(texts), isco=draw(texts), source=draw(texts), requirements=tuple(needs))
        for n, needs in enumerate(draw(st.lists(st.lists(requirement, max_size=4), max_size=4)))
    ]
    nodes = [*names, "group:é"]
    return Framework.build(
        name=draw(texts),
        version=draw(texts),
        title=draw(texts),
        skills=skills,
        occupations=occupations,
        groups=[SkillGroup(uri="group:é", label="things", code="S1")] if "group:é" not in names else [],
        broader=draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(nodes)), max_size=4)),
        related=draw(st.lists(st.tuples(*(st.sampled_from(x) for x in (names, RELATIONS, names))), max_size=4)),
        sources=[Source(name="a.zip", sha256="0" * 64, size=1)],
        report=draw(st.lists(texts, max_size=2)),
        isco_groups=draw(st.dictionaries(texts, texts, max_size=2)),
    )


@given(frameworks())
def test_a_pack_gives_back_what_was_packed(framework):
    opened = Framework.from_bytes(framework.to_bytes())
    assert dict(opened.skills) == dict(framework.skills)
    assert dict(opened.occupations) == dict(framework.occupations)
    assert dict(opened.groups) == dict(framework.groups)
    assert opened.counts() == framework.counts()
    for uri in (*framework.skills, *framework.groups):
        assert opened.broader(uri) == framework.broader(uri)
        assert opened.narrower(uri) == framework.narrower(uri)
        assert opened.related(uri) == framework.related(uri)
    for member in ("name", "version", "title", "sources", "report", "isco_groups", "scales"):
        assert getattr(opened, member) == getattr(framework, member)
    assert opened.to_bytes() == framework.to_bytes()


def small(version: str = "1", name: str = "own") -> Framework:
    return Framework.build(
        name=name,
        version=version,
        skills=[Skill(uri="s:1", label="weld metal"), Skill(uri="s:2", label="lead a team")],
        occupations=[Occupation(uri="o:1", label="welder", requirements=(Requirement(skill="s:1"),))],
        broader=[("s:1", "s:2"), ("s:2", "s:1")],
        sources=[Source(name="own.csv", sha256=version.rjust(64, "0"))],
    )


@given(st.data())
def test_a_damaged_pack_is_refused_or_reads_like_a_framework(data):
    packed = bytearray(small().to_bytes())
    cut = data.draw(st.booleans())
    place = data.draw(st.integers(0, len(packed) - 1))
    if cut:
        packed = packed[:place]
    else:
        packed[place] ^= data.draw(st.integers(1, 255))
    try:
        framework = Framework.from_bytes(bytes(packed))
        list(framework.skills.values())
        list(framework.occupations.values())
    except FrameworkError as error:
        assert error.code.startswith("pack.")  # noqa: PT017 - most damage raises, none may pass by another name


def test_a_pack_of_another_version_says_so():
    data = bytearray(small().to_bytes())
    data[7] = 99
    with pytest.raises(FrameworkError) as caught:
        Framework.from_bytes(bytes(data))
    assert caught.value.code == "pack.other_version"


def test_ancestors_of_a_circle_end():
    assert small().ancestors("s:1") == ("s:2",)


def test_unknown_names_come_with_near_ones():
    with pytest.raises(UnknownSkillError) as caught:
        small().skill("weld metals")
    assert caught.value.code == "skill.unknown"
    assert caught.value.suggestions == ("weld metal",)
    with pytest.raises(UnknownSkillError) as caught:
        small().occupation("the welder")
    assert caught.value.suggestions == ("welder",)
    with pytest.raises(UnknownSkillError):
        small().skill("http://example.org/none")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"skills": [Skill(uri="a", label=""), Skill(uri="a", label="")]}, "framework.duplicate_uri"),
        (
            {"occupations": [Occupation(uri="o", label="", requirements=(Requirement(skill="b"),))]},
            "framework.dangling_relation",
        ),
        ({"broader": [("a", "b")]}, "framework.dangling_relation"),
        ({"related": [("a", "sometimes", "a")]}, "framework.unknown_value"),
        ({"groups": [SkillGroup(uri="a", label="")]}, "framework.duplicate_uri"),
    ],
)
def test_what_does_not_fit_together_is_not_built(members, code):
    with pytest.raises(FrameworkError) as caught:
        Framework.build(**{"name": "x", "version": "1", "skills": [Skill(uri="a", label="")], **members})
    assert caught.value.code == code


def test_levels_compare_within_a_scale_only():
    other = ProficiencyScale(id="onet", name="O*NET level", labels=tuple("abcdefgh"), lowest=0)
    assert STEPLADDER_SCALE.level(3).reaches(STEPLADDER_SCALE.level(2))
    assert other.level(3.5).fraction == 0.5
    with pytest.raises(IncomparableLevelsError):
        STEPLADDER_SCALE.level(3).reaches(other.level(2))
    with pytest.raises(FrameworkError):
        STEPLADDER_SCALE.level(5)


def test_a_store_keeps_versions_apart_and_gives_the_newest(tmp_path):
    store = PackStore(tmp_path / "frameworks")
    assert [one.name for one in store.list()] == ["starter"]
    assert store.load().name == "starter"
    for version in ("1.9", "1.10"):
        store.save(small(version))
    assert [(one.name, one.version) for one in store.list()] == [("starter", "1"), ("own", "1.9"), ("own", "1.10")]
    assert store.load("own").version == "1.10"
    assert store.load("own", "1.9").version == "1.9"
    assert store.load("starter").name == "starter"
    assert store.load().name == "own"
    for wanted in (("own", "2"), ("other", None), (None, "7")):
        with pytest.raises(FrameworkError) as caught:
            store.load(*wanted)
        assert caught.value.code == "pack.unknown"


def test_a_store_finds_what_was_read_from_the_same_bytes(tmp_path):
    store = PackStore(tmp_path)
    store.save(small("1"))
    assert store.find((Source(name="renamed.csv", sha256="1".rjust(64, "0")),)) is not None
    assert store.find((Source(name="own.csv", sha256="2".rjust(64, "0")),)) is None
    assert store.find(()) is None


def test_a_failed_save_leaves_the_old_pack_and_no_scrap(tmp_path, monkeypatch):
    store = PackStore(tmp_path)
    path = store.save(small())
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store.save(small())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_never_leaves_the_folder(tmp_path):
    store = PackStore(tmp_path / "in")
    path = store.save(small(version="../../1", name="../own"))
    assert path.parent == tmp_path / "in"
    assert store.load("../own").version == "../../1"


def test_a_damaged_pack_in_the_store_is_named(tmp_path):
    (tmp_path / "own-1.pack").write_bytes(b"SLPACK\x00\x01nonsense")
    with pytest.raises(FrameworkError) as caught:
        PackStore(tmp_path).list()
    assert caught.value.code == "pack.damaged"
    assert "own-1.pack" in caught.value.where


def test_the_whole_of_esco_packs_small_and_opens_equal(shared_data):
    from stepladder.skills.frameworks import read_esco

    framework = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    packed = framework.to_bytes()
    opened = Framework.from_bytes(packed)
    assert len(packed) < 3_000_000
    assert dict(opened.skills) == dict(framework.skills)
    assert dict(opened.occupations) == dict(framework.occupations)
