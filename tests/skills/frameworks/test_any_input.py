"""Whatever is put in: a framework that packs and opens again, or our error; never an exception of a library."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from document_samples import graph, package
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills import Framework
from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks import read_case, read_csv, read_ctdl, read_rsd
from stepladder.skills.frameworks.csv_mapping import CsvMapping, proposed
from stepladder.skills.frameworks.delimited import ENCODINGS, Delimited

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
NAMES = st.sampled_from(
    [
        *(
            "CFDocument",
            "CFItems",
            "CFAssociations",
            "CFRubrics",
            "identifier",
            "uri",
            "title",
            "@graph",
            "@id",
            "@type",
        ),
        *("ceasn:Competency", "ceasn:competencyText", "ceasn:isChildOf", "@value", "@language", "@list", "en", "x"),
    ]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
DOCUMENTS = [pytest.param(read_case, package(), id="case"), pytest.param(read_ctdl, graph(), id="ctdl")]


def places(value, path=()):
    yield path
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def put(value, path, new):
    if not path:
        return new
    changed = deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


def answered(read) -> None:
    try:
        framework = read()
    except FrameworkError as error:
        assert error.message  # noqa: PT017 - most of it raises
        assert error.code.startswith("framework.")  # noqa: PT017 - and nothing of it by another name
        return
    opened = Framework.from_bytes(framework.to_bytes())
    assert dict(opened.skills) == dict(framework.skills)
    for language in framework.languages:
        assert dict(opened.in_language(language).skills) == dict(framework.in_language(language).skills)


@pytest.mark.parametrize(("read", "sample"), DOCUMENTS)
@given(data=st.data())
def test_one_member_of_a_document_is_anything(read, sample, data):
    path = data.draw(st.sampled_from(list(places(sample))))
    value = put(sample, path, data.draw(JSON))
    answered(lambda: read(json.dumps(value).encode()))


@pytest.mark.parametrize(("read", "sample"), DOCUMENTS)
def test_each_member_of_a_document_is_each_kind_of_thing(read, sample):
    for path in places(sample):
        for new in (None, True, 0, "\0", [], {}, [[]], [None, {}], {"en": "x"}):
            value = json.dumps(put(sample, path, new)).encode()
            answered(lambda value=value: read(value))


@pytest.mark.parametrize(("read", "sample"), DOCUMENTS)
@given(data=st.data())
def test_bytes_that_were_cut_or_changed(read, sample, data):
    whole = bytearray(json.dumps(sample).encode())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    answered(lambda: read(bytes(whole[: data.draw(st.sampled_from([place, len(whole)]))])))


CELLS = st.text(st.sampled_from("ab1,;|\t\"'\n\r\0é=.: "), max_size=5) | st.sampled_from(
    [
        "essential",
        "optional",
        "0.5",
        "2",
        "good",
        "label",
        "skill",
        "occupation",
        "parent",
        "RSD Name",
        "Skill Statement",
    ]
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode()
) | st.binary(max_size=40)


def with_file(content, read) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_bytes(content)
        answered(lambda: read(path))


@given(TABLES, st.sampled_from(["", *ENCODINGS]), st.sampled_from(["", "basic|good", "four-steps"]))
def test_tables_of_any_bytes(content, encoding, scale):
    def read(path):
        columns = proposed(Delimited.of(path, encoding=encoding).header)
        mapping = CsvMapping(columns=columns, encoding=encoding, scale=scale)
        return read_csv(path, name="acme", version="1", mapping=mapping)

    with_file(content, read)
    with_file(content, lambda path: read_rsd(path, name="acme", version="1"))


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5))
def test_rows_of_any_cells_under_a_whole_header(rows):
    header = ["skill", "label", "parent", "occupation", "relation", "level"]
    text = "\n".join(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [header, *rows])
    mapping = CsvMapping(columns={name: name for name in header}, scale="basic|good")
    with_file(text.encode(), lambda path: read_csv(path, name="acme", version="1", mapping=mapping))


def test_a_hundred_languages_are_more_than_anybody_speaks():
    tags = [f"{one}{two}" for one in "abcdefghij" for two in "klmnopqrst"]
    value = graph()
    value["@graph"][1]["ceasn:competencyText"] = {tag: tag for tag in tags}
    with pytest.raises(FrameworkError) as caught:
        read_ctdl(json.dumps(value).encode())
    assert caught.value.code == "framework.too_large"
    with pytest.raises(FrameworkError) as caught:
        CsvMapping(columns={"label": "x", **{f"label:{tag}": tag for tag in tags}}).check_fields()
    assert caught.value.code == "framework.mapping"
