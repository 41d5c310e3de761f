"""The type ``EuMicroCredential`` is a claim of completeness: lacking an element, it is neither signed nor believed."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import signer_of

from stepladder.credentials import inspect, issue
from stepladder.credentials.contexts import pinned_contexts
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.micro_credential import CONTEXT
from stepladder.credentials.schemas import pinned_schemas

if TYPE_CHECKING:
    from pathlib import Path

ACHIEVEMENT = "/credentialSubject/achievement"
# What the list calls it, and where it stands in the example.
MANDATORY = {
    "the learner": "/credentialSubject/identifier",
    "title": f"{ACHIEVEMENT}/name",
    "country or region of the issuer": "/issuer/address",
    "the country in the address": "/issuer/address/addressCountryCode",
    "awarding body": "/issuer/name",
    "date of issue": "/validFrom",
    "learning outcomes": f"{ACHIEVEMENT}/description",
    "criteria": f"{ACHIEVEMENT}/criteria",
    "type of assessment": f"{ACHIEVEMENT}/assessmentType",
    "form of participation": f"{ACHIEVEMENT}/participation",
    "quality assurance": f"{ACHIEVEMENT}/qualityAssurance",
}


@pytest.fixture
def example(repository: Path) -> dict[str, Any]:
    """Return the example of the reference page, in the name of a key that we have."""
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)
    document: dict[str, Any] = json.loads(text)
    document["issuer"]["id"] = signer_of("ed25519").controller
    return document


def holder(document: dict[str, Any], where: str) -> tuple[Any, str]:
    """Return the object in which the member with this JSON pointer stands, and the member's name."""
    *before, name = where.split("/")[1:]
    for step in before:
        document = document[step]
    return document, name


def refused(document: dict[str, Any]) -> tuple[str, str]:
    """Return code and place of what a verifier says; it is not issued either."""
    with pytest.raises(MalformedCredentialError):
        issue(document, signer=signer_of("ed25519"), created=AT)
    check = inspect(json.dumps(document).encode(), resolver=DocumentResolver(), at=AT).check("schema")
    assert check.outcome == "failed"
    return check.code, check.where


def accepted(document: dict[str, Any]) -> bool:
    signed = issue(document, signer=signer_of("ed25519"), created=AT)
    return inspect(signed, resolver=DocumentResolver(), at=AT).check("schema").outcome == "passed"


@pytest.mark.parametrize("element", MANDATORY)
def test_without_a_mandatory_element_it_is_refused(element: str, example: dict[str, Any]) -> None:
    inside, name = holder(example, MANDATORY[element])
    del inside[name]
    _, where = refused(example)
    assert where == MANDATORY[element] or element == "the learner"


@pytest.mark.parametrize("element", ["title", "learning outcomes", "form of participation", "quality assurance"])
@pytest.mark.parametrize("empty", [None, "", [], {}, [{}], [""]], ids=str)
def test_an_empty_one_is_as_good_as_none(element: str, empty: Any, example: dict[str, Any]) -> None:
    inside, name = holder(example, MANDATORY[element])
    inside[name] = empty
    refused(example)


def test_the_workload_is_in_hours_or_in_credits(example: dict[str, Any]) -> None:
    achievement = example["credentialSubject"]["achievement"]
    del achievement["notionalWorkload"]
    assert accepted(example)
    for needed in ("creditSystem", "creditsAvailable"):
        without = copy.deepcopy(example)
        del without["credentialSubject"]["achievement"][needed]
        assert refused(without) == ("schema.micro_credential", f"{ACHIEVEMENT}/notionalWorkload")


@pytest.mark.parametrize("place", ["addressCountry", "addressRegion"])
def test_a_country_by_its_name_or_a_region_will_do(place: str, example: dict[str, Any]) -> None:
    example["issuer"]["address"] = {"type": ["Address"], place: "Munster"}
    assert accepted(example)


@pytest.mark.parametrize(
    "optional",
    [
        "alignment",
        "supervision",
        "identityVerification",
        "stackability",
        "countsTowards",
        "prerequisites",
        "furtherInformation",
        "qualityAssuranceType",
        "creditSystem",
    ],
)
def test_the_optional_ones_may_be_left_out(optional: str, example: dict[str, Any]) -> None:
    del example["credentialSubject"]["achievement"][optional]
    assert accepted(example)


WRONG = [
    ("notionalWorkload", "P5D"),
    ("notionalWorkload", "37.5"),
    ("notionalWorkload", 37),
    ("creditSystem", "ECTS"),
    ("assessmentType", "quiz"),
    ("assessmentType", ["guess"]),
    ("participation", ["by-post"]),
    ("participation", [["online"]]),
    ("supervision", ["supervised"]),
    ("supervision", "sometimes"),
    ("identityVerification", True),
    ("qualityAssuranceType", ["ours"]),
    ("stackability", "both"),
    ("countsTowards", "Diploma"),
    ("prerequisites", [{"url": "over there"}]),
    ("qualityAssurance", [{"name": ""}]),
    ("furtherInformation", [{"description": 7}]),
]


@pytest.mark.parametrize(("member", "value"), WRONG, ids=str)
def test_a_member_of_another_form_is_refused(member: str, value: Any, example: dict[str, Any]) -> None:
    example["credentialSubject"]["achievement"][member] = value
    check = inspect(json.dumps(example).encode(), resolver=DocumentResolver(), at=AT).check("schema")
    assert check.code == "schema.micro_credential"
    assert check.where.startswith(f"{ACHIEVEMENT}/{member}")
    with pytest.raises(MalformedCredentialError):
        issue(example, signer=signer_of("ed25519"), created=AT)


@pytest.mark.parametrize("member", ["assessmentType", "participation", "qualityAssuranceType"])
def test_anybody_may_add_words_of_their_own(member: str, example: dict[str, Any]) -> None:
    example["credentialSubject"]["achievement"][member] = ["https://school.example/words#own"]
    assert accepted(example)


def test_a_badge_without_the_type_is_left_alone() -> None:
    plain = build(signer_of("ed25519"))
    plain["@context"].append(CONTEXT)
    assert accepted(plain)


def test_several_subjects_are_each_looked_at(example: dict[str, Any]) -> None:
    plain = build(signer_of("ed25519"))["credentialSubject"]
    example["credentialSubject"] = [plain, example["credentialSubject"]]
    assert accepted(example)
    del example["credentialSubject"][1]["achievement"]["participation"]
    assert refused(example) == ("schema.micro_credential", "/credentialSubject/1/achievement/participation")


def test_the_schema_knows_the_words_of_the_context() -> None:
    schema = next(one for one in pinned_schemas() if one.url.endswith("/micro-credential/v1")).read()
    context = next(one for one in pinned_contexts() if one.url == CONTEXT).read()
    terms = context["@context"]["EuMicroCredential"]["@context"]
    members = schema["$defs"]["EuMicroCredential"]["properties"]
    assert set(members) == set(terms) - {"@protected"}
    for name, term in terms.items():
        if isinstance(term, dict) and "@context" in term:
            rule = members[name].get("$ref") or members[name]["items"]["$ref"]
            words = schema["$defs"][rule.rpartition("/")[2]]["then"]["enum"]
            assert set(words) == set(term["@context"]) - {"@protected"}


def test_its_code_is_documented(repository: Path) -> None:
    text = next(one for one in pinned_schemas() if one.url.endswith("/micro-credential/v1")).text().decode()
    assert set(re.findall(r'"x-code": "(\w+)"', text)) == {"micro_credential"}
    for page in ("schemas.md", "micro-credentials.md"):
        assert "`schema.micro_credential`" in (repository / "docs/reference" / page).read_text(encoding="utf-8")
