from __future__ import annotations

import pytest

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.naming import checked_name, name_from, version_from
from stepladder.skills.frameworks.packs import PackStore


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Digital Skills, Level 1", "digital-skills-level-1"),
        ("Compétences à l’école", "competences-a-lecole"),
        ("技能", "framework"),
        ("../../etc", "etc"),
        ("x" * 10_000, "x" * 60),
        ("", "framework"),
    ],
)
def test_a_name_is_made_of_a_title(title, name):
    assert name_from(title) == name
    assert checked_name(name, "1")


@pytest.mark.parametrize(
    ("stated", "version"), [("v 2.0 (2024)", "v-2.0-2024"), ("", "1"), ("2024_1", "2024-1"), ("--", "1")]
)
def test_a_version_is_made_of_what_is_stated(stated, version):
    assert version_from(stated) == version
    assert checked_name("x", version)


@pytest.mark.parametrize(
    ("name", "version"), [("a b", "1"), ("", "1"), ("a", ""), ("a_b", "1"), ("a", "1/2"), ("ESCO", "1"), (".a", "1")]
)
def test_what_cannot_be_a_name_is_refused(name, version):
    with pytest.raises(FrameworkError) as caught:
        checked_name(name, version)
    assert caught.value.code == "framework.bad_name"


def test_two_names_never_share_a_file(tmp_path):
    store = PackStore(tmp_path)
    names = ["a-b", "ab", "a.b", "A-b", "a-b-c"]
    assert len({store.path(*checked_name(name, "1")) for name in names}) == len(names)
