"""The schemas that a credential names: at hand, asked for, signed, changed on the way, or not to be had."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build
from tests.timing import within

from stepladder.credentials import Credential, VerificationPolicy, VerificationReport, inspect, issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base58_encode, base64url_encode
from stepladder.credentials.proofs.making import add_proof
from stepladder.credentials.schemas import pinned_schemas
from stepladder.credentials.verification.checks.named_schema import MAX_SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable

STORE = ContextStore()
SIGNER = InMemorySigner(bytes(range(32)))
PUBLISHER = InMemorySigner(bytes(range(32, 64)))
ADDRESS = "https://schemas.example.edu/welding.json"
OURS = "https://w3id.org/stepladder/schemas/achievement-credential/v1"
ONE_EDTECH = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
FOR_CREDENTIALS = "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json"
DIGEST = "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"


def schema(achievement_type: str = "MicroCredential") -> dict[str, Any]:
    """Return a schema that asks for one type of achievement."""
    asked = {"properties": {"achievementType": {"const": achievement_type}}, "required": ["achievementType"]}
    return {
        "$id": ADDRESS,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"credentialSubject": {"properties": {"achievement": asked}}},
    }


def text(content: Any) -> bytes:
    return json.dumps(content).encode()


def entry(kind: str = "JsonSchema", address: str = ADDRESS, **more: Any) -> dict[str, Any]:
    return {"id": address, "type": kind, **more}


def badge(named: Any, **more: Any) -> bytes:
    """Return a signed badge that names schemas. It is not linted: a stranger may sign what breaks rules."""
    document = {**build(SIGNER), "credentialSchema": named, **more}
    if OPEN_BADGES_EXTENSIONS not in document["@context"]:
        document["@context"] = [*document["@context"], OPEN_BADGES_EXTENSIONS]
    return text(add_proof(document, signer=SIGNER, created=AT, store=STORE, securing="eddsa-jcs-2022"))


def look(
    data: bytes,
    documents: dict[str, bytes] | None = None,
    *,
    fetch: Callable[[str], bytes] | None = None,
    **policy: Any,
) -> VerificationReport:
    return inspect(
        data,
        policy=VerificationPolicy(**policy),
        resolver=DocumentResolver(documents=documents, fetch=fetch),
        at=AT,
    )


def found(report: VerificationReport) -> tuple[str, str]:
    check = report.check("named_schema")
    return check.outcome, check.code


def never(url: str) -> bytes:
    raise AssertionError(f"{url} was asked for")


def sri(data: bytes, name: str = "sha384") -> str:
    return f"{name}-{base64.b64encode(hashlib.new(name, data).digest()).decode()}"


def multihash(data: bytes) -> bytes:
    return b"\x12\x20" + hashlib.sha256(data).digest()


def test_most_badges_name_a_schema_of_1edtech_and_ours_stands_in_its_place_without_a_question() -> None:
    report = look(badge([entry("1EdTechJsonSchemaValidator2019", ONE_EDTECH)]), fetch=never)
    assert found(report) == ("passed", "named_schema.kept")
    assert report.check("named_schema").message == f"It keeps our own schema for what {ONE_EDTECH} asks for"
    assert report.verdict == "authentic"


def test_the_text_of_1edtech_counts_if_it_can_be_had_and_ours_if_not() -> None:
    named = badge(entry("1EdTechJsonSchemaValidator2019", ONE_EDTECH))
    theirs = {"type": "object", "required": ["nothing like it"]}
    assert found(look(named, {ONE_EDTECH: text(theirs)}, schemas="asked")) == ("failed", "named_schema.not_kept")
    assert found(look(named, schemas="asked")) == ("passed", "named_schema.kept")
    assert look(named, schemas="required").verdict == "authentic"


def test_a_digest_of_what_is_not_shipped_cannot_be_told_by_ours() -> None:
    named = badge(entry("1EdTechJsonSchemaValidator2019", ONE_EDTECH, digestSRI=DIGEST))
    assert found(look(named)) == ("indeterminate", "named_schema.not_asked")


def test_a_badge_that_names_the_schema_of_an_endorsement_does_not_keep_it() -> None:
    address = ONE_EDTECH.replace("achievement", "endorsement")
    report = look(badge(entry("1EdTechJsonSchemaValidator2019", address)))
    assert found(report) == ("failed", "named_schema.not_kept")
    assert report.verdict == "unreadable"
    assert "does not keep our own schema" in report.sentence


def test_our_own_schemas_are_at_hand_with_their_digests() -> None:
    data = next(one for one in pinned_schemas() if one.url == OURS).text()
    for digest in (
        {},
        {"digestSRI": sri(data)},
        {"digestSRI": f"{sri(data, 'sha256')} {sri(b'other')} {sri(data, 'sha512')}"},
        {"digestMultibase": f"u{base64url_encode(multihash(data))}"},
        {"digestMultibase": f"z{base58_encode(multihash(data))}", "digestSRI": sri(data)},
    ):
        assert found(look(badge(entry(address=OURS, **digest)), fetch=never)) == ("passed", "named_schema.kept")
    for digest in (
        {"digestSRI": sri(b"other")},
        {"digestMultibase": f"u{base64url_encode(multihash(b'other'))}"},
        {"digestMultibase": f"u{base64url_encode(multihash(data))}", "digestSRI": sri(b"other")},
    ):
        report = look(badge(entry(address=OURS, **digest)))
        assert found(report) == ("failed", "named_schema.digest_differs")
        assert report.verdict == "unreadable"


def test_nobody_is_asked_unless_the_policy_says_so() -> None:
    report = look(badge(entry()), fetch=never)
    assert found(report) == ("indeterminate", "named_schema.not_asked")
    assert report.verdict == "authentic"


def test_what_cannot_be_had_never_counts_as_passed_and_the_policy_decides() -> None:
    named = badge(entry())
    asked = look(named, schemas="asked")
    assert found(asked) == ("indeterminate", "resolve.offline")
    assert (asked.verdict, asked.exit_code) == ("authentic", 0)
    required = look(named, schemas="required")
    assert (required.verdict, required.exit_code) == ("could_not_check", 3)
    assert "but the schema that it names could not be checked" in required.sentence


def test_a_schema_is_asked_for_once_at_its_address() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return text(schema())

    assert found(look(badge([entry(), entry()]), fetch=fetch, schemas="asked")) == ("passed", "named_schema.kept")
    assert asked == [ADDRESS]


@pytest.mark.parametrize("policy", ["asked", "required"])
def test_a_schema_is_kept_or_not(policy: str) -> None:
    named = badge(entry())
    kept = look(named, {ADDRESS: text(schema())}, schemas=policy)
    assert found(kept) == ("passed", "named_schema.kept")
    assert kept.verdict == "authentic"
    broken = look(named, {ADDRESS: text(schema("Degree"))}, schemas=policy)
    check = broken.check("named_schema")
    assert (check.outcome, check.code) == ("failed", "named_schema.not_kept")
    assert check.where == "/credentialSubject/achievement/achievementType"
    assert 'The achievement\'s achievementType is "MicroCredential", not "Degree"' in check.message
    assert broken.verdict == "unreadable"
    assert broken.sentence.endswith("(/credentialSubject/achievement/achievementType).")


def test_a_digest_is_checked_before_the_schema_is_read() -> None:
    data = text(schema())
    related = [{"id": ADDRESS, "digestSRI": sri(data)}]
    assert found(look(badge(entry(), relatedResource=related), {ADDRESS: data}, schemas="asked"))[0] == "passed"
    for other in (b"not even JSON", data + b" "):
        report = look(badge(entry(), relatedResource=related), {ADDRESS: other}, schemas="asked")
        assert found(report) == ("failed", "named_schema.digest_differs")
        named = badge(entry(digestSRI=sri(data)))
        assert found(look(named, {ADDRESS: other}, schemas="asked")) == ("failed", "named_schema.digest_differs")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>Not found</html>", "schema.not_a_schema"),
        (b"true", "schema.not_a_schema"),
        (
            text({"$id": ADDRESS, "$schema": "https://json-schema.org/draft/2020-12/schema", "type": 7}),
            "schema.not_a_schema",
        ),
        (
            text(
                {
                    "$id": ADDRESS,
                    "$schema": "https://json-schema.org/draft/2020-12/schema",
                    "$ref": "https://x.example/",
                }
            ),
            "schema.elsewhere",
        ),
        (text({"$id": ADDRESS, "$schema": "https://json-schema.org/draft/9999/schema"}), "schema.version"),
    ],
)
def test_what_cannot_be_used_is_not_the_badges_fault(content: bytes, code: str) -> None:
    report = look(badge(entry()), {ADDRESS: content}, schemas="asked")
    assert found(report) == ("indeterminate", code)
    assert report.verdict == "authentic"


def test_a_schema_that_came_unprotected_is_not_believed() -> None:
    address = ADDRESS.replace("https:", "http:")
    content = text({**schema(), "$id": address})
    assert found(look(badge(entry(address=address)), fetch=lambda _: content, schemas="asked")) == (
        "indeterminate",
        "named_schema.unprotected",
    )
    assert found(look(badge(entry(address=address)), {address: content}, schemas="asked"))[0] == "passed"


def test_an_unknown_kind_is_told_and_fails_only_where_schemas_are_required() -> None:
    named = badge(entry("ShapesOfAnotherStandard"))
    assert found(look(named, schemas="asked")) == ("indeterminate", "named_schema.unknown_type")
    required = look(named, schemas="required")
    assert found(required) == ("failed", "named_schema.unknown_type")


def test_the_worst_of_several_counts() -> None:
    documents = {ADDRESS: text(schema()), f"{ADDRESS}?": text({**schema("Degree"), "$id": f"{ADDRESS}?"})}
    kept, broken, unknown = entry(), entry(address=f"{ADDRESS}?"), entry(address="https://gone.example/")
    assert found(look(badge([kept, unknown]), documents, schemas="asked"))[0] == "indeterminate"
    assert found(look(badge([kept, unknown, broken]), documents, schemas="asked"))[0] == "failed"
    many = [entry()] * (MAX_SCHEMAS + 1)
    assert found(look(badge(many), documents, schemas="asked")) == ("indeterminate", "named_schema.too_many")


def test_without_a_signature_that_holds_nobody_is_asked() -> None:
    document = json.loads(badge(entry()))
    document["name"] = "Another"
    report = look(text(document), fetch=never, schemas="required")
    assert found(report) == ("not_applicable", "named_schema.not_looked_at")
    assert report.verdict == "altered"


@pytest.mark.parametrize(
    "value",
    [
        7,
        "x",
        True,
        {},
        [],
        [[]],
        [None],
        [{}],
        {"id": 7, "type": "JsonSchema"},
        {"type": 7},
        {"id": ADDRESS, "type": [7]},
    ],
)
def test_any_shape_has_an_answer(value: Any) -> None:
    for policy in ("pinned", "asked", "required"):
        report = look(badge(value), schemas=policy)
        assert report.check("named_schema").outcome in {"failed", "indeterminate", "not_applicable"}
        assert report.verdict in {"unreadable", "altered", "authentic", "could_not_check"}


def schema_credential(content: Any, *, signer: InMemorySigner | None = PUBLISHER, **more: Any) -> bytes:
    """Return a credential that holds a schema, signed by its publisher."""
    document = {
        "@context": [CREDENTIALS_V2],
        "id": ADDRESS,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": PUBLISHER.controller,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSchema": entry(address=FOR_CREDENTIALS, digestSRI=DIGEST),
        "credentialSubject": {"id": f"{ADDRESS}#", "type": "JsonSchema", "jsonSchema": content},
        **more,
    }
    if signer is None:
        return text(document)
    return text(add_proof(document, signer=signer, created=AT, store=STORE, securing="eddsa-jcs-2022"))


def look_at(holder: bytes, **policy: Any) -> VerificationReport:
    return look(badge(entry("JsonSchemaCredential")), {ADDRESS: holder}, **{"schemas": "asked", **policy})


def test_a_schema_in_a_credential_is_kept_or_not() -> None:
    assert found(look_at(schema_credential(schema()))) == ("passed", "named_schema.kept")
    assert found(look_at(schema_credential(schema("Degree")))) == ("failed", "named_schema.not_kept")


def test_conditions_for_the_badge_are_none_for_the_publisher_of_its_schema() -> None:
    holder = schema_credential(schema())
    report = look_at(holder, trusted_issuers={SIGNER.controller: "University"}, recipient="mara@example.org")
    assert found(report) == ("passed", "named_schema.kept")
    assert report.held


def test_a_credential_with_a_schema_is_believed_only_if_it_holds_itself() -> None:
    changed = json.loads(schema_credential(schema("Degree")))
    changed["credentialSubject"]["jsonSchema"] = schema()
    for holder in (
        schema_credential(schema(), signer=None),
        schema_credential(schema(), signer=SIGNER),
        schema_credential(schema(), validUntil="2026-02-01T00:00:00Z"),
        text(changed),
    ):
        report = look_at(holder)
        assert found(report) == ("indeterminate", "named_schema.not_believed")
        assert report.verdict == "authentic"
        assert look_at(holder, schemas="required").verdict == "could_not_check"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"id": "https://other.example/"}, "calls itself https://other.example/"),
        ({"type": ["VerifiableCredential"]}, "is not of the type JsonSchemaCredential"),
        ({"credentialSubject": {"type": "JsonSchema"}}, "The subject has no jsonSchema"),
        ({"credentialSubject": {"jsonSchema": schema()}}, "The subject has no type"),
        ({"credentialSubject": {"type": "Other", "jsonSchema": schema()}}, 'The subject\'s type is "Other"'),
        ({"credentialSchema": entry()}, "The credentialSchema's id"),
        ({"credentialSchema": entry("JsonSchemaCredential")}, "The credentialSchema"),
    ],
)
def test_a_credential_that_is_not_as_the_specification_asks(more: dict[str, Any], words: str) -> None:
    report = look_at(schema_credential(schema(), **more))
    assert found(report) == ("failed", "named_schema.not_as_specified")
    assert words in report.check("named_schema").message


def test_what_is_no_credential_cannot_be_used() -> None:
    assert found(look_at(text(schema())))[0] == "failed"
    for data in (b"", b"[]", b"\xff", b"a.b.c"):
        assert found(look_at(data))[0] == "indeterminate"


def test_nothing_is_issued_that_breaks_the_schema_it_names() -> None:
    address = ONE_EDTECH.replace("achievement", "endorsement")
    document = build(SIGNER)
    document["@context"] = [*document["@context"], OPEN_BADGES_EXTENSIONS]
    named = {**document, "credentialSchema": [entry("1EdTechJsonSchemaValidator2019", address)]}
    with pytest.raises(MalformedCredentialError, match="does not keep") as refused:
        issue(named, signer=SIGNER, created=AT)
    assert refused.value.code == "named_schema.not_kept"
    right = {**document, "credentialSchema": [entry("1EdTechJsonSchemaValidator2019", ONE_EDTECH)]}
    assert isinstance(issue(right, signer=SIGNER, created=AT), Credential)
    elsewhere = {**document, "credentialSchema": [entry()]}
    assert isinstance(issue(elsewhere, signer=SIGNER, created=AT), Credential)


def test_hostile_schemas_together_cost_less_than_a_second() -> None:
    documents = {}
    for number in range(MAX_SCHEMAS):
        address = f"{ADDRESS}?{number}"
        pattern = {"properties": {"description": {"pattern": "[ab]*a[ab]{300}c"}}}
        documents[address] = text({**schema(), "$id": address, **pattern})
    for length in (2_000, 9_000):
        named = badge([entry(address=one) for one in documents], description="ab" * (length // 2))
        report = within(1, lambda named=named: look(named, documents, schemas="asked"))
        assert found(report)[0] in {"failed", "indeterminate"}


def test_for_what_stands_inside_nobody_is_asked() -> None:
    inner = json.loads(badge(entry()))
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return text(schema())

    report = look(badge([], relatedCredential=[inner]), fetch=fetch, schemas="asked")
    assert [found(one.report) for one in report.inner] == [("indeterminate", "named_schema.not_asked")]
    assert asked == []
