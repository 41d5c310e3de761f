"""Our own JSON Schemas: pinned, complete, and right about what is a badge and what is not."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import Credential, VerificationPolicy, inspect, issue
from stepladder.credentials.contexts import pinned_contexts
from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.schemas import Violation, pinned_schema, pinned_schemas, schemas_for, violations
from stepladder.credentials.schemas.pinned import MOST_VIOLATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stepladder.credentials.keys import InMemorySigner

OURS = "https://w3id.org/stepladder/schemas/"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
LIBRARIES = ("open-badges", "comprehensive-learner-record")


@pytest.fixture
def document(signer: InMemorySigner) -> dict[str, Any]:
    return build(signer)


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in violations(document)]


def classes(name: str) -> dict[str, Any]:
    """Return the definitions of one of the two schemas that hold classes."""
    defined: dict[str, Any] = next(one for one in pinned_schemas() if one.url == f"{OURS}{name}/v1").read()["$defs"]
    return defined


@pytest.mark.parametrize("pinned", pinned_schemas(), ids=lambda one: one.file)
def test_every_schema_is_the_pinned_one(pinned: Any) -> None:
    assert hashlib.sha256(pinned.text()).hexdigest() == pinned.sha256
    assert pinned.read()["$id"] == pinned.url
    assert pinned.read()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert pinned.source
    assert pinned.licence


def test_the_schema_for_schema_credentials_is_the_w3cs_by_its_published_digest() -> None:
    pinned = next(one for one in pinned_schemas() if one.url.startswith("https://www.w3.org/"))
    digest = base64.b64encode(hashlib.sha384(pinned.text()).digest()).decode()
    assert digest == "S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"


@pytest.mark.parametrize("name", LIBRARIES)
def test_every_class_is_described_and_lets_extensions_in(name: str) -> None:
    for each, asked in classes(name).items():
        assert asked.get("title") or asked.get("description") or asked.get("$ref") or "items" in asked, each
        assert asked.get("additionalProperties") is not False
        assert "unevaluatedProperties" not in asked


def terms(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the classes of a context with the members that they give a meaning to."""
    for name, term in context.items():
        if isinstance(term, dict) and isinstance(term.get("@context"), dict):
            yield from ((name, member) for member in term["@context"] if not member.startswith("@"))


@pytest.mark.parametrize(("url", "name"), [(OPEN_BADGES, "open-badges"), (CLR, "comprehensive-learner-record")])
def test_every_word_of_the_standards_contexts_has_a_rule(url: str, name: str) -> None:
    context = next(one for one in pinned_contexts() if one.url == url and one.edition == "current").read()["@context"]
    known = json.dumps(classes(name))
    prefixes = {"cred", "obi"}
    missing = {(each, member) for each, member in terms(context) if f'"{member}"' not in known} - {
        (each, member) for each, member in terms(context) if member in prefixes
    }
    assert missing == set()


def test_a_schema_is_found_by_types_and_contexts() -> None:
    both = {"@context": [CREDENTIALS_V2, OPEN_BADGES], "type": ["VerifiableCredential", "OpenBadgeCredential"]}
    assert [one.file for one in schemas_for(both)] == ["achievement-credential.json"]
    older = {**both, "@context": [CREDENTIALS_V1, OPEN_BADGES]}
    assert [one.file for one in schemas_for(older)] == ["achievement-credential-vc-1.json"]
    assert schemas_for({**both, "type": ["VerifiableCredential"]}) == ()
    assert schemas_for({"@context": 1, "type": {}}) == ()
    address = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
    named = {kind["type"][1] + kind["@context"][0]: pinned_schema(address, kind) for kind in (both, older)}
    assert [one and one.file for one in named.values()] == [
        "achievement-credential.json",
        "achievement-credential-vc-1.json",
    ]
    assert pinned_schema("https://example.org/schema.json", both) is None


def test_what_we_build_keeps_them(document: dict[str, Any]) -> None:
    assert violations(document) == ()


def change(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with another value at a JSON pointer; without the member if the value is None."""
    changed = copy.deepcopy(document)
    *steps, last = path.split("/")[1:]
    owner: Any = changed
    for step in steps:
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    if value is None:
        del owner[last]
    else:
        owner[int(last) if isinstance(owner, list) else last] = value
    return changed


ACHIEVEMENT = "/credentialSubject/achievement"
BROKEN: list[tuple[str, Any, str, str]] = [
    ("/id", None, "schema.id", "The credential has no id"),
    ("/name", "", "schema.name", "name is empty"),
    ("/name", 5, "schema.name", "name is a number, not a text or an object or a list"),
    ("/validFrom", None, "schema.time", "The credential has no validFrom"),
    ("/validFrom", "2026-01-01", "schema.time", 'validFrom is "2026-01-01", which is not of the form'),
    ("/awardedDate", "soon", "schema.time", 'awardedDate is "soon"'),
    ("/type", ["OpenBadgeCredential"], "schema.badge_type", "type does not name VerifiableCredential"),
    ("/@context", [CREDENTIALS_V2, "https://example.org/"], "schema.context", "@context lacks an entry"),
    ("/issuer/type", ["Organization"], "schema.issuer_type", "The issuer's type does not name Profile"),
    ("/issuer/id", None, "schema.issuer_id", "The issuer has no id"),
    ("/issuer/email", "none", "schema.wrong_form", 'The issuer\'s email is "none"'),
    ("/issuer/image", {"id": "https://x.example/", "type": "Bild"}, "schema.not_allowed", "The image's type"),
    ("/image", {"type": "Image"}, "schema.missing_member", "The image has no id"),
    ("/evidence/0", "https://example.org/", "schema.wrong_type", "Entry 1 of evidence is a text, not an object"),
    ("/evidence/0/id", "no address", "schema.wrong_form", "Evidence 1's id"),
    ("/endorsement", "x", "schema.wrong_type", "endorsement is a text, not a list or an object"),
    ("/endorsementJwt", ["x"], "schema.wrong_form", "Entry 1 of endorsementJwt"),
    ("/credentialSubject/type", ["Person"], "schema.subject_type", "The subject's type does not name"),
    ("/credentialSubject/identifier/0/hashed", "yes", "schema.identity_hashed", "Identifier 1's hashed is a text"),
    ("/credentialSubject/identifier/0/hashed", None, "schema.identity_hashed", "Identifier 1 has no hashed"),
    ("/credentialSubject/identifier/0/identityHash", "mara", "schema.identity_hash", "Identifier 1's identityHash"),
    ("/credentialSubject/identifier/0/identityType", "mail", "schema.not_allowed", "allowed are"),
    ("/credentialSubject/identifier/0/type", "Person", "schema.identity", "Identifier 1's type"),
    ("/credentialSubject/creditsEarned", "5", "schema.credits", "The subject's creditsEarned is a text, not a number"),
    ("/credentialSubject/activityStartDate", "May", "schema.time", "The subject's activityStartDate"),
    ("/credentialSubject/result", [{"type": ["Result"], "value": 5}], "schema.wrong_type", "Result 1's value is a num"),
    ("/credentialSubject/result", [{"type": ["Result"], "status": "Done"}], "schema.not_allowed", '"Completed"'),
    (ACHIEVEMENT, None, "schema.achievement", "The subject has no achievement"),
    (ACHIEVEMENT, "https://x.example/", "schema.achievement", "The subject's achievement is a text, not an object"),
    (f"{ACHIEVEMENT}/id", "x", "schema.achievement_id", "The achievement's id"),
    (
        f"{ACHIEVEMENT}/type",
        "Badge",
        "schema.achievement_type",
        'The achievement\'s type is "Badge", not "Achievement"',
    ),
    (f"{ACHIEVEMENT}/name", None, "schema.achievement_name", "The achievement has no name"),
    (f"{ACHIEVEMENT}/description", "", "schema.achievement_description", "The achievement's description is empty"),
    (f"{ACHIEVEMENT}/criteria", {}, "schema.achievement_criteria", "The achievement's criteria is empty"),
    (f"{ACHIEVEMENT}/achievementType", "Skill", "schema.not_allowed", "other names begin with ext:"),
    (f"{ACHIEVEMENT}/achievementType", "ext:a b", "schema.wrong_form", 'is "ext:a b"'),
    (f"{ACHIEVEMENT}/creditsAvailable", "5", "schema.credits", "a text, not a number"),
    (f"{ACHIEVEMENT}/inLanguage", "German", "schema.wrong_form", 'inLanguage is "German"'),
    (f"{ACHIEVEMENT}/tag", 5, "schema.wrong_type", "tag is a number, not a list or a text"),
    (f"{ACHIEVEMENT}/alignment/0/targetUrl", None, "schema.alignment", "Alignment 1 has no targetUrl"),
    (f"{ACHIEVEMENT}/alignment/0/targetType", "Skill", "schema.not_allowed", "Alignment 1's targetType"),
    (f"{ACHIEVEMENT}/creator", {"id": "https://x.example/", "type": "X"}, "schema.profile_type", "The creator's type"),
    (f"{ACHIEVEMENT}/creator", {"type": ["Profile"]}, "schema.profile_id", "The creator has no id"),
    (f"{ACHIEVEMENT}/resultDescription", [{}], "schema.missing_member", "ResultDescription 1 has no"),
]


@pytest.mark.parametrize(("path", "value", "code", "words"), BROKEN)
def test_what_is_broken_is_told_with_its_place(
    document: dict[str, Any], path: str, value: Any, code: str, words: str
) -> None:
    told = violations(change(document, path, value))
    assert code in [one.code for one in told]
    first = next(one for one in told if one.code == code)
    assert words.casefold() in first.message.casefold()
    assert first.where == path or first.where.startswith(f"{path}/")
    assert all(len(one.message) < 800 for one in told)


ALLOWED: list[tuple[str, Any]] = [
    ("/issuer/type", "Profile"),
    ("/name", None),
    ("/evidence", {"type": "Evidence", "id": "https://example.org/"}),
    (
        "/credentialSubject/identifier",
        {"type": "IdentityObject", "hashed": False, "identityHash": "m", "identityType": "name"},
    ),
    ("/credentialSubject/role", {"de": "Schweißerin", "en": "Welder"}),
    ("/credentialSubject/result", {"type": "Result", "status": "Provisional"}),
    (f"{ACHIEVEMENT}/tag", "welding"),
    (f"{ACHIEVEMENT}/criteria", {"narrative": ""}),
    ("/issuer", "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"),
    ("/name", {"@value": "Schweißen", "@language": "de", "@direction": "ltr"}),
    ("/name", [{"@value": "Schweißen", "@language": "de"}, {"@value": "Welding", "@language": "en"}]),
    ("/image", "https://example.org/a.png"),
    ("/anything", {"by": "anybody"}),
    ("/credentialSubject/id", None),
    ("/credentialSubject/identifier", None),
    ("/credentialSubject/activityStartDate", "2026-01-01"),
    ("/credentialSubject/activityStartDate", "2026-01-01T00:00:00Z"),
    (f"{ACHIEVEMENT}/achievementType", "ext:Workshop"),
    (f"{ACHIEVEMENT}/creditsAvailable", {"@value": "2.5", "@type": "http://www.w3.org/2001/XMLSchema#float"}),
    (f"{ACHIEVEMENT}/alignment", []),
]


@pytest.mark.parametrize(("path", "value"), ALLOWED)
def test_what_the_standard_leaves_open_is_allowed(document: dict[str, Any], path: str, value: Any) -> None:
    assert violations(change(document, path, value)) == ()


def test_a_subject_is_known_by_an_id_or_an_identifier(document: dict[str, Any]) -> None:
    document = change(change(document, "/credentialSubject/id", None), "/credentialSubject/identifier", None)
    assert found(document) == [("schema.subject_identity", "/credentialSubject/identifier")]
    document["credentialSubject"]["identifier"] = []
    assert found(document) == [("schema.subject_identity", "/credentialSubject/identifier")]


def test_older_badges_have_other_names_for_their_dates(document: dict[str, Any]) -> None:
    older = {
        **document,
        "@context": [CREDENTIALS_V1, *document["@context"][1:]],
        "issuanceDate": "2026-01-01T00:00:00Z",
    }
    del older["validFrom"]
    assert violations(older) == ()
    assert found({**older, "expirationDate": "never"}) == [("schema.time", "/expirationDate")]
    del older["issuanceDate"]
    assert found(older) == [("schema.time", "/issuanceDate")]


def test_an_endorsement_has_rules_of_its_own(document: dict[str, Any]) -> None:
    endorsement = {
        "@context": document["@context"],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": document["issuer"],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://example.org/",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Good",
        },
    }
    assert violations(endorsement) == ()
    assert found(change(endorsement, "/credentialSubject/id", None)) == [
        ("schema.subject_identity", "/credentialSubject/id")
    ]
    assert found(change(endorsement, "/credentialSubject/type", "X")) == [
        ("schema.subject_type", "/credentialSubject/type")
    ]


def test_a_learner_record_has_rules_of_its_own(document: dict[str, Any]) -> None:
    record = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record",
        "issuer": document["issuer"],
        "validFrom": "2026-01-01T00:00:00Z",
        "partial": True,
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [document],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isChildOf",
                    "sourceId": "urn:uuid:2",
                    "targetId": "urn:uuid:3",
                }
            ],
        },
    }
    assert violations(record) == ()
    subject = "/credentialSubject"
    for path, value, code in (
        ("/partial", "yes", "schema.wrong_type"),
        (f"{subject}/verifiableCredential", [], "schema.empty"),
        (f"{subject}/verifiableCredential", None, "schema.missing_member"),
        (f"{subject}/association/0/associationType", "knows", "schema.not_allowed"),
        (f"{subject}/association/0/sourceId", None, "schema.missing_member"),
        (f"{subject}/type", "Person", "schema.subject_type"),
        ("/@context", [CREDENTIALS_V2, OPEN_BADGES], "schema.context"),
    ):
        assert found(change(record, path, value)) == [(code, path)]


def test_the_samples_of_1edtech(shared_data: Path) -> None:
    kept = {}
    for path in sorted((shared_data / "openbadges").glob("*.json")):
        document = json.loads(path.read_bytes())
        kept[path.stem] = found(document) if schemas_for(document) else "no schema is meant for it"
    broken = {name: told for name, told in kept.items() if told}
    assert broken == {
        "simple-err-context": "no schema is meant for it",
        "simple-err-type": "no schema is meant for it",
        "simple-err-issuer-type": [("schema.issuer_type", "/issuer/type")],
        "simple-noproof": [("schema.achievement", "/credentialSubject/achievement")],
    }
    assert len(kept) == 12


def test_the_credentials_of_the_canonical_vectors(shared_data: Path) -> None:
    paths = sorted((shared_data / "vectors" / "canonical").glob("[oc][bl]*.json"))
    assert len(paths) == 10
    for path in paths:
        document = json.loads(path.read_bytes())
        assert schemas_for(document)
        assert violations(document) == ()


def test_verification_and_issuing_use_them(document: dict[str, Any], signer: InMemorySigner) -> None:
    wrong = change(document, f"{ACHIEVEMENT}/achievementType", "Skill")
    with pytest.raises(MalformedCredentialError, match="achievementType") as refused:
        issue(wrong, signer=signer, created=AT)
    assert (refused.value.code, refused.value.where) == ("schema.not_allowed", f"{ACHIEVEMENT}/achievementType")
    report = inspect(json.dumps(wrong).encode(), resolver=DocumentResolver(), at=AT, policy=VerificationPolicy())
    assert (report.check("schema").outcome, report.check("schema").code) == ("failed", "schema.not_allowed")


def test_only_so_many_places_are_told(document: dict[str, Any]) -> None:
    told = violations(change(document, f"{ACHIEVEMENT}/alignment", [{}] * 500))
    assert len(told) == MOST_VIOLATIONS
    report = inspect(
        json.dumps(change(document, f"{ACHIEVEMENT}/tag", [1] * 500)).encode(), resolver=DocumentResolver(), at=AT
    )
    assert len(report.check("schema").message) < 1_000


def test_the_last_of_a_long_list_is_found(document: dict[str, Any]) -> None:
    tags: list[Any] = ["welding"] * 5_000
    assert violations(change(document, f"{ACHIEVEMENT}/tag", tags)) == ()
    told = violations(change(document, f"{ACHIEVEMENT}/tag", [*tags, 1]))
    assert told == (
        Violation(
            code="schema.wrong_type",
            message="Entry 5001 of the achievement's tag is a number, not a text",
            where=f"{ACHIEVEMENT}/tag/5000",
        ),
    )


def test_every_code_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "schemas.md").read_text(encoding="utf-8")
    source = (repository / "src/stepladder/credentials/schemas/violations.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'return "(\w+)", f?"', source)) | {"missing_member"}

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            codes.update(node.get("x-codes", {}).values() if isinstance(node.get("x-codes"), dict) else ())
            codes.update([node["x-code"]] if isinstance(node.get("x-code"), str) else ())
            for member in node.values():
                collect(member)
        elif isinstance(node, list):
            for member in node:
                collect(member)

    for name in LIBRARIES:
        collect(classes(name))
    assert {code for code in codes if f"`schema.{code}`" not in page} == set()


def test_a_signed_badge_reads_as_keeping_them(signed: Credential) -> None:
    assert violations(signed.document) == ()
