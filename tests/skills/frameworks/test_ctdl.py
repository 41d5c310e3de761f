"""CTDL-ASN: the registry's graph of a competency framework, its language maps, links and alignments."""

from __future__ import annotations

import json
import time

import pytest
from document_samples import CTIDS, REGISTRY, competency, graph

from stepladder.skills import Framework
from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.ctdl import read_ctdl
from stepladder.skills.frameworks.problems import FrameworkProblemsError

WELD, SEAM = REGISTRY + CTIDS["weld"], REGISTRY + CTIDS["seam"]


def read(value, **settings) -> Framework:
    return read_ctdl(json.dumps(value).encode(), **settings)


def test_a_graph_is_a_framework():
    framework = read(graph())
    assert (framework.name, framework.version, framework.title) == (
        "seams-and-joints",
        "2026-02-01",
        "Seams and joints",
    )
    assert (framework.language, framework.languages) == ("en-us", ("en-us", "fr"))
    assert framework.notice == "Seams and joints, by Guild of Welders."
    assert framework.licence == "https://creativecommons.org/licenses/by/4.0/"
    weld = framework.skill("weld steel")
    assert (weld.uri, weld.alternative_labels) == (WELD, ("W.1",))
    assert framework.details(WELD) == {
        "statement": ["Joins two parts of steel by melting their edges."],
        "comment": ["Wear gloves."],
        "keyword": ["steel", "heat"],
        "code": ["W.1"],
        "education_level": ["Grade 9"],
    }
    assert framework.skill(SEAM).label == "Judges a seam."
    assert framework.broader(SEAM) == (WELD,)
    assert framework.broader(WELD) == ()
    assert [one.skill for one in framework.related(WELD)] == [SEAM]
    assert [(m.relation, m.target) for m in framework.matches(WELD)] == [
        ("exact", "https://other.example/1"),
        ("broad", "https://other.example/2"),
    ]
    assert [(m.relation, m.target) for m in framework.matches(SEAM)] == [("close", "https://other.example/3")]
    assert framework.report == ("1 × ceterms:CredentialOrganization: not kept.",)


def test_language_maps_are_languages():
    french = read(graph()).in_language("fr")
    assert french.skill("souder l’acier").uri == WELD
    assert french.skill(SEAM).label == "Juge un cordon de soudure."


def test_a_pack_keeps_all_of_it():
    framework = read(graph())
    opened = Framework.from_bytes(framework.to_bytes())
    assert dict(opened.in_language("fr").skills) == dict(framework.in_language("fr").skills)
    assert opened.matches(WELD) == framework.matches(WELD)
    assert opened.to_bytes() == framework.to_bytes()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Plain.", "Plain."),
        ({"@value": "Tagged.", "@language": "en-US"}, "Tagged."),
        ([{"@value": "Listed.", "@language": "en-US"}], "Listed."),
        ({"en-US": ["First.", "Second."]}, "First."),
        ([{"en-us": "In a list."}], "In a list."),
    ],
)
def test_forms_of_a_text(text, label):
    value = graph()
    value["@graph"][1]["ceasn:competencyText"] = text
    del value["@graph"][1]["ceasn:competencyLabel"]
    assert read(value).skill(WELD).label == label


@pytest.mark.parametrize(
    "children",
    [SEAM, [SEAM], {"@id": SEAM}, [{"@id": SEAM}], {"@list": [SEAM]}, CTIDS["seam"], {"ceterms:targetNode": SEAM}],
)
def test_forms_of_a_link(children):
    value = graph()
    del value["@graph"][2]["ceasn:isChildOf"]
    value["@graph"][1]["ceasn:hasChild"] = children
    assert read(value).broader(SEAM) == (WELD,)


def test_a_list_of_nodes_and_a_single_competency_are_read():
    assert dict(read(graph()["@graph"]).skills) == dict(read(graph()).skills)
    alone = {**competency("weld", ceasn_competencyText={"en": "Alone."}), "@type": ["ceasn:Competency"]}
    assert [skill.label for skill in read(alone).skills.values()] == ["Alone."]


def change(place, **members):
    value = graph()
    value["@graph"][place] |= {key.replace("_", ":", 1): member for key, member in members.items()}
    return value


def without(place, *names):
    value = graph()
    for name in names:
        value["@graph"][place].pop(name)
    return value


def also(node):
    value = graph()
    value["@graph"].append(node)
    return value


@pytest.mark.parametrize(
    ("value", "code", "where"),
    [
        (also(graph()["@graph"][1]), "framework.duplicate_uri", "/@graph/4"),
        (also({**graph()["@graph"][1], "@id": "urn:new"}), "framework.duplicate_uri", "/@graph/4"),
        (also({**graph()["@graph"][0], "@id": "urn:new", "ceterms:ctid": "ce-x"}), "framework.wrong_file", "/@graph/4"),
        (also("text"), "framework.malformed_json", "/@graph/4"),
        (without(2, "ceasn:competencyText"), "framework.missing_value", "/@graph/2"),
        (without(2, "@id", "ceterms:ctid"), "framework.missing_value", "/@graph/2"),
        (change(2, ceasn_competencyText={"en": 5}), "framework.problems", "/@graph/2/ceasn:competencyText/en"),
        (
            change(2, ceasn_competencyText={"ceasn:x": "y"}),
            "framework.problems",
            "/@graph/2/ceasn:competencyText/ceasn:x",
        ),
        (change(2, ceasn_isChildOf=[5]), "framework.malformed_json", "/@graph/2/ceasn:isChildOf"),
        (change(2, ceasn_isChildOf=[{}]), "framework.malformed_json", "/@graph/2/ceasn:isChildOf"),
        (change(1, ceasn_isChildOf=SEAM), "framework.circle", "/@graph/1/ceasn:isChildOf"),
        ({"@graph": graph()["@graph"][:1]}, "framework.empty", "/@graph"),
    ],
)
def test_broken_graphs_are_refused_with_a_pointer(value, code, where):
    with pytest.raises(FrameworkProblemsError) as caught:
        read(value)
    assert caught.value.code == code
    assert where in [one.where for one in caught.value.problems]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "no @graph"),
        ([], "no @graph"),
        (5, "no @graph"),
        ({"@graph": []}, "no @graph"),
        ({"decoded_resource": graph(), "envelope_id": "x"}, "an envelope of the registry"),
        ([{"@type": ["https://purl.org/ctdlasn/terms/Competency"]}], "expanded JSON-LD"),
        ({"@graph": [{"@type": "ceterms:Course", "@id": "https://x.example"}]}, "no competency"),
    ],
)
def test_another_form_is_named(value, words):
    with pytest.raises(FrameworkError) as caught:
        read(value)
    assert caught.value.code == "framework.wrong_file"
    assert words in caught.value.message
    assert "graph" in caught.value.hint


def test_links_to_what_the_graph_lacks_are_reported():
    value = change(
        2, ceasn_isChildOf="https://other.example/none", ceasn_prerequisiteAlignment="https://other.example/none"
    )
    assert read(value).report[:2] == (
        "1 × ceasn:isChildOf to what the graph lacks: not kept.",
        "1 × ceasn:prerequisiteAlignment to what the graph lacks: not kept.",
    )


HOSTILE = {
    "deep": b'{"@graph":' * 200_000,
    "nested names": json.dumps(
        change(1, ceasn_educationLevelType={"ceterms:targetNodeName": {"ceterms:name": {"ceterms:name": {"x": {}}}}})
    ).encode(),
    "many nothings": json.dumps({"@graph": [{"@type": "ceasn:Competency"}] * 100_000}).encode(),
    "many twice": json.dumps({"@graph": [graph()["@graph"][1]] * 20_000}).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_answered_quickly(name):
    took = []
    for _ in range(3):
        begun = time.process_time()
        try:
            read_ctdl(HOSTILE[name])
        except FrameworkError as error:
            assert error.code.startswith("framework.")  # noqa: PT017 - one of them may be read
        took.append(time.process_time() - begun)
    assert min(took) < 1, took
