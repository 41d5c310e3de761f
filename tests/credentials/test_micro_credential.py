"""The extension for what the EU asks of a micro-credential: its words, its bytes, reading and writing."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import signer_of

from stepladder.credentials import Credential, inspect, issue
from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.contexts import ContextStore, pinned_contexts
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model import micro_credential as eu
from stepladder.credentials.model.credentials import read_credential
from stepladder.credentials.model.micro_credential import Mention, MicroCredential, extend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Version 1 is out: credentials are signed with it. A change is a version 2 with a text of its own.
SHA256_OF_V1 = "a1f972eac4b39a0fd37648338afa177adcd0a75cd1312edcc0ab12b6f013cefa"
EVERYTHING = MicroCredential(
    notional_workload=timedelta(hours=37, minutes=30),
    credit_system="ects",
    assessment_types=("examination", "https://school.example/assessments#concert"),
    participation=("blended",),
    quality_assurance=(Mention(name="Academic board", description="Each year", url="https://school.example/qa"),),
    quality_assurance_types=("internal", "accreditation"),
    supervision="supervisedOnSite",
    identity_verification="verified",
    stackability="stackable",
    counts_towards=(Mention(name="Diploma in metalwork"),),
    prerequisites=(Mention(name="Safety at work", url="https://school.example/safety"),),
    further_information=(Mention(url="https://school.example/welding"),),
)


def extended(elements: MicroCredential = EVERYTHING, kind: str = "ed25519") -> dict[str, Any]:
    return extend(build(signer_of(kind)), elements, country="IE")


def achievement_in(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["credentialSubject"]["achievement"]
    return found


def pinned() -> Any:
    return next(each for each in pinned_contexts() if each.url == eu.CONTEXT)


# ---------------------------------------------------------------------- the context
def test_the_bytes_of_version_1_never_change(repository: Path) -> None:
    assert hashlib.sha256(pinned().text()).hexdigest() == pinned().sha256 == SHA256_OF_V1
    for place in ("docs/adr/0012-our-own-context.md", "docs/reference/micro-credentials.md"):
        assert SHA256_OF_V1 in (repository / place).read_text(encoding="utf-8"), place


def test_the_words_of_the_context_are_those_of_the_library() -> None:
    terms = pinned().read()["@context"]["EuMicroCredential"]["@context"]
    words = {
        "creditSystem": eu.CREDIT_SYSTEMS,
        "assessmentType": eu.ASSESSMENT_TYPES,
        "participation": eu.PARTICIPATION,
        "qualityAssuranceType": eu.QUALITY_ASSURANCE_TYPES,
        "supervision": eu.SUPERVISION,
        "identityVerification": eu.IDENTITY_VERIFICATION,
        "stackability": eu.STACKABILITY,
    }
    for member, expected in words.items():
        assert {word: iri for word, iri in terms[member]["@context"].items() if word != "@protected"} == expected
    assert set(EVERYTHING.to_document()) == {term for term in terms if term != "@protected"}


def test_every_word_of_ours_is_explained(repository: Path) -> None:
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    names = re.findall(re.escape(eu.VOCABULARY) + r"(\w+)", pinned().text().decode())
    assert names
    assert [name for name in names if f"`{name}`" not in page] == []


def scopes(context: Any) -> Iterator[dict[str, Any]]:
    """Yield every context inside a context."""
    if isinstance(context, dict):
        yield context
        for term in context.values():
            if isinstance(term, dict) and "@context" in term:
                yield from scopes(term["@context"])


def test_every_definition_is_protected_and_none_is_open_to_any_word() -> None:
    found = list(scopes(pinned().read()["@context"]))
    assert len(found) == 9
    for scope in found:
        assert scope["@protected"] is True
        assert not {"@vocab", "@base", "@language", "@import"} & set(scope)


def form_with(document: dict[str, Any], url: str) -> str:
    """Return the canonical form of a document that names one more context; empty where that one is refused."""
    more = {**document, "@context": [*document["@context"], url]}
    try:
        return canonical_form(more, store=ContextStore()).text
    except MalformedCredentialError:
        return ""


@pytest.mark.parametrize("url", sorted({one.url for one in pinned_contexts()}))
def test_it_goes_together_with_every_context_that_goes_with_a_badge(url: str) -> None:
    if form_with(build(signer_of("ed25519")), url):
        assert form_with(extended(), url) == canonical_form(extended(), store=ContextStore()).text


# ---------------------------------------------------------------------- the example
@pytest.fixture
def example(repository: Path) -> dict[str, Any]:
    """Return the example of the reference page, in the name of a key that we have."""
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)
    document: dict[str, Any] = json.loads(text)
    document["issuer"]["id"] = signer_of("ed25519").controller
    return document


def test_the_example_of_the_page_is_signed_and_holds(example: dict[str, Any]) -> None:
    signed = issue(example, signer=signer_of("ed25519"), created=AT)
    assert inspect(signed, resolver=DocumentResolver(), at=AT).verdict == "authentic"
    read = eu.read_elements(signed.document)
    assert read is not None
    assert set(read.extension.to_document()) == set(EVERYTHING.to_document())
    assert read.extension.to_document().items() <= achievement_in(example).items()
    assert (read.level, read.credits, read.country, read.skills) == (4, 1.5, "IE", 0)
    assert eu.eqf_alignment(4).to_document() in achievement_in(example)["alignment"]


def test_every_member_of_the_extension_is_on_the_page(repository: Path) -> None:
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert {name for name, _, _ in rows} == set(EVERYTHING.to_document())
    terms = pinned().read()["@context"]["EuMicroCredential"]["@context"]
    for name, values, stands_for in rows:
        iri = terms[name]["@id"].removeprefix(eu.VOCABULARY)
        assert stands_for == f"`{iri}`"
        words = set(terms[name].get("@context", {})) - {"@protected"}
        assert not words or words == set(re.findall(r"`(\w+)`", values)) - {"creditsAvailable"}


# ---------------------------------------------------------------------- signing and verifying
@pytest.mark.parametrize(
    ("kind", "securing"),
    [
        ("ed25519", "eddsa-rdfc-2022"),
        ("ed25519", "eddsa-jcs-2022"),
        ("p256", "ecdsa-rdfc-2019"),
        ("p384", "ecdsa-jcs-2019"),
        ("ed25519", "vc-jose-cose"),
        ("rsa", "open-badges-jwt"),
    ],
)
def test_however_it_is_signed_it_verifies_and_reads_as_it_was_written(kind: str, securing: str) -> None:
    signed = issue(extended(kind=kind), signer=signer_of(kind), created=AT, securing=securing)
    read = Credential.from_bytes(signed.original)
    report = inspect(read, resolver=DocumentResolver(), at=AT)
    assert report.verdict == "authentic", report.as_dict()
    assert MicroCredential.from_document(read.achievement) == EVERYTHING
    assert eu.country_of(read.document) == "IE"


def test_nothing_of_it_is_lost_and_another_processor_says_the_same() -> None:
    from pyld import jsonld

    def load(url: str, _options: Any) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": ContextStore().load(url), "contentType": None}

    form = canonical_form(extended(), store=ContextStore())
    assert form.losses == ()
    assert form.disguised == ()
    assert form.text == jsonld.normalize(
        extended(), {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    )
    assert '"PT37H30M"^^<http://www.w3.org/2001/XMLSchema#duration>' in form.text


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every text in a value."""
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


@pytest.mark.parametrize("path", list(leaves(EVERYTHING.to_document())), ids=str)
def test_whatever_of_it_is_changed_the_signature_no_longer_holds(path: tuple[Any, ...]) -> None:
    document = copy.deepcopy(issue(extended(), signer=signer_of("ed25519"), created=AT).document)
    holder: Any = achievement_in(document)
    for step in path[:-1]:
        holder = holder[step]
    was = holder[path[-1]]
    others = ("PT1H", "https://elsewhere.example/other", "online", "verified", "notVerified")
    for other in (one for one in others if one != was):
        holder[path[-1]] = other
        assert inspect(json.dumps(document).encode(), resolver=DocumentResolver(), at=AT).verdict != "authentic"


def test_a_word_that_is_neither_ours_nor_an_address_is_not_signed() -> None:
    document = extended()
    achievement_in(document)["participation"] = ["by-post"]
    with pytest.raises(MalformedCredentialError) as refused:
        issue(document, signer=signer_of("ed25519"), created=AT)
    assert refused.value.where.startswith("/credentialSubject/achievement/participation")


# ---------------------------------------------------------------------- a later context
LATER = "https://elsewhere.example/later"
OTHER = "https://elsewhere.example/terms#"
TRICKS: dict[str, dict[str, Any]] = {
    "the type": {"EuMicroCredential": f"{OTHER}Other"},
    "the type, taken away": {"EuMicroCredential": None},
    "a member": {"participation": f"{OTHER}participation"},
    "a member, protected": {"@protected": True, "supervision": f"{OTHER}supervision"},
    "a word": {"online": f"{OTHER}online", "verified": f"{OTHER}verified"},
    "a word, protected": {"@protected": True, "verified": f"{OTHER}verified"},
    "all words": {"@vocab": OTHER},
    "another type with members of the same name": {
        "Zealous": {"@id": f"{OTHER}Zealous", "@context": {"participation": f"{OTHER}participation"}}
    },
    "another type that comes first": {
        "Artful": {"@id": f"{OTHER}Artful", "@context": {"@protected": True, "supervision": f"{OTHER}supervision"}}
    },
    "a prefix": {"https": OTHER, "w3id": "https://w3id.org/"},
}


@pytest.mark.parametrize("trick", TRICKS)
def test_no_context_after_it_gives_its_words_another_meaning(trick: str) -> None:
    """Either both together are refused, or every statement stays as it was."""
    plain = extended()
    document = copy.deepcopy(plain)
    document["@context"].append(LATER)
    more = [name for name in TRICKS[trick] if name in {"Zealous", "Artful"}]
    achievement_in(document)["type"] += more
    store = ContextStore(extra={LATER: {"@context": TRICKS[trick]}})
    try:
        form = canonical_form(document, store=store)
    except MalformedCredentialError as refusal:
        code = refusal.code
    else:
        code = ""
    if code:
        assert code == "context.invalid"
        return
    assert set(canonical_form(plain, store=ContextStore()).text.splitlines()) <= set(form.text.splitlines())


def test_a_context_inside_cannot_empty_it() -> None:
    document = extended()
    achievement_in(document)["@context"] = [None, "https://www.w3.org/ns/credentials/v2"]
    with pytest.raises(MalformedCredentialError) as refused:
        canonical_form(document, store=ContextStore(), allow_inline_contexts=True)
    assert refused.value.code == "context.invalid"


# ---------------------------------------------------------------------- reading what others wrote
def test_a_plain_badge_has_none() -> None:
    assert MicroCredential.from_document(achievement_in(build(signer_of("ed25519")))) is None


def test_the_type_without_its_context_says_nothing() -> None:
    document = extended()
    assert eu.read_elements(document) is not None
    record = {**document, "credentialSubject": {"achievement": [achievement_in(document)]}}
    assert eu.read_elements(record) is None, "a learner record is no badge"
    document["@context"].remove(eu.CONTEXT)
    assert eu.read_elements(document) is None


def test_a_value_written_as_its_full_address_reads_as_our_word() -> None:
    read = MicroCredential.from_document(
        {
            "type": ["Achievement", "EuMicroCredential"],
            "participation": "http://data.europa.eu/snb/learning-assessment/920fbb3cbe",
            "assessmentType": {"id": f"{eu.VOCABULARY}portfolio"},
            "identityVerification": [f"{eu.VOCABULARY}verified"],
            "creditSystem": "https://school.example/credits",
            "qualityAssurance": {"name": {"@value": "Kwaliteitsraad", "@language": "nl"}},
            "prerequisites": ["Safety at work", "https://school.example/safety"],
        }
    )
    assert read == MicroCredential(
        participation=("online",),
        assessment_types=("portfolio",),
        identity_verification="verified",
        credit_system="https://school.example/credits",
        quality_assurance=(Mention(name="Kwaliteitsraad"),),
        prerequisites=(Mention(name="Safety at work"), Mention(url="https://school.example/safety")),
    )


SHAPES: list[Any] = [
    None,
    7,
    1e99,
    True,
    "",
    "x",
    [],
    {},
    [[[]]],
    [None, 3, {"name": 7}],
    {"@value": {}},
    ["a"] * 9_999,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: str(one)[:20])
@pytest.mark.parametrize("member", EVERYTHING.to_document())
def test_any_shape_reads_as_something_or_nothing(member: str, shape: Any) -> None:
    achievement = {"type": "EuMicroCredential", **EVERYTHING.to_document(), member: shape}
    read = MicroCredential.from_document(achievement)
    assert read is not None
    assert sum(len(value) for value in read.to_document().values() if isinstance(value, list)) < 50
    document = {"@context": [eu.CONTEXT], "credentialSubject": {"achievement": achievement}, "evidence": shape}
    assert eu.read_elements(document) is not None
    eu.read_elements({**document, "issuer": shape, "credentialSubject": shape})
    eu.eqf_level({"alignment": shape})
    eu.country_of({"issuer": {"address": shape}})


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("PT30H", 30),
        ("PT37H30M", 37.5),
        ("PT45M", 0.75),
        ("PT90M", 1.5),
        ("PT1H36S", 1.01),
        ("PT0S", 0),
        ("PT", None),
        ("P1D", None),
        ("P1M", None),
        ("-PT1H", None),
        ("PT1.5H", None),
        ("PT9999999H", None),
        ("pt1h", None),
        (30, None),
    ],
)
def test_hours_of_a_workload(text: Any, hours: float | None) -> None:
    read = MicroCredential.from_document({"type": "EuMicroCredential", "notionalWorkload": text})
    assert read is not None
    assert read.hours == hours


def test_the_level_is_an_alignment_and_no_skill() -> None:
    alignment = eu.eqf_alignment(6).to_document()
    assert eu.eqf_level({"alignment": [{"targetUrl": "https://x.example/"}, alignment]}) == 6
    assert eu.is_eqf(alignment["targetUrl"])
    assert not eu.is_eqf("http://data.europa.eu/esco/skill/1")
    assert eu.eqf_level({"alignment": {"targetUrl": f"{eu.EQF}9"}}) is None


def test_the_values_of_the_library_keep_it() -> None:
    document = extended()
    read = read_credential(document)
    assert read.to_document() == document
    (subject,) = read.credential_subjects
    assert MicroCredential.from_document(subject.to_document()["achievement"]) == EVERYTHING
