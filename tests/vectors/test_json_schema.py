"""The inputs of the W3C's VC JSON Schema suite, each by the result that the suite expects."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from stepladder.credentials import Credential, VerificationPolicy, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.making import add_proof

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.credentials.verification.report import VerificationReport

AT = datetime(2026, 1, 1, tzinfo=UTC)
SIGNER = InMemorySigner(bytes(range(32)))
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
DRAFTS = ("2020-12", "2019-09", "Draft-7")
OUTCOMES = {"success": "passed", "failure": "failed", "indeterminate": "indeterminate"}
# What the suite wants to be found, by the number of its test; the rest is that the schema is kept, or not.
REASONS = {
    "JsonSchema": {
        2: "calls itself https://example.com/schemas/bad.json",
        4: "of a kind that is not known here",
        9: "has no $id that is a URL",
        10: "has no $id that is a URL",
        12: "does not say by $schema which version it is",
        14: "calls itself https://example.com/schemas/first-name.json",
        15: "known are 2020-12, 2019-09 and draft 7",
    },
    "JsonSchemaCredential": {
        2: "calls itself bad",
        4: "of a kind that is not known here",
        6: "The subject has no type",
        7: "calls itself bad",
        8: "calls itself bad",
        10: "credentialSchema has no id that is a URL",
        12: "has no $id that is a URL",
        13: "has no $id that is a URL",
        15: "does not say by $schema which version it is",
        17: "The subject has no firstName",
        18: "known are 2020-12, 2019-09 and draft 7",
    },
}


def signed(document: dict[str, Any], store: ContextStore) -> bytes:
    """Sign an input as it is: the suite leaves that to whoever is tested."""
    document = {**document, "issuer": SIGNER.controller}
    made = add_proof(document, signer=SIGNER, created=AT, store=store, securing="eddsa-jcs-2022")
    return orjson.dumps(made)


def verified(shared_data: Path, kind: str, draft: str, numbers: dict[str, Any]) -> VerificationReport:
    """Verify a credential of the suite with the schema that it is meant to be tried with at the address it names."""
    contexts = json.loads((shared_data / "contexts" / "examples-v2.jsonld").read_bytes())
    store = ContextStore(extra={EXAMPLES: contexts})
    folder = shared_data / "vectors" / "vc-json-schema" / "input" / kind.lower() / draft
    document = json.loads((folder / f"{numbers['cred_number']}-credential.json").read_bytes())
    schema = (folder / f"{numbers['schema_number']}-schema.json").read_bytes()
    if kind == "JsonSchemaCredential":
        schema = signed(json.loads(schema), store)
    return inspect(
        Credential.from_bytes(signed(document, store)),
        policy=VerificationPolicy(schemas="required"),
        resolver=DocumentResolver(documents={document["credentialSchema"]["id"]: schema}),
        at=AT,
        store=store,
    )


def mapped(shared_data: Path, kind: str) -> list[dict[str, Any]]:
    """Return the suite's tests of one kind."""
    mapping = json.loads((shared_data / "vectors" / "vc-json-schema" / "test-mapping.json").read_bytes())
    return [test for tests in mapping[kind].values() for test in tests]


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(("kind", "count"), [("JsonSchema", 12), ("JsonSchemaCredential", 18)])
def test_every_input_has_the_result_that_the_suite_expects(
    kind: str, count: int, draft: str, shared_data: Path
) -> None:
    tests = mapped(shared_data, kind)
    assert len(tests) == count
    found = {}
    for test in tests:
        report = verified(shared_data, kind, draft, test)
        assert report.check("proof").outcome == "passed"
        check = report.check("named_schema")
        found[test["number"]] = check
        assert check.outcome == OUTCOMES[test["expected_result"]], (test, check)
    for number, words in REASONS[kind].items():
        assert words in found[number].message, (number, found[number])


def test_no_input_of_the_suite_is_left_out(shared_data: Path) -> None:
    folder = shared_data / "vectors" / "vc-json-schema" / "input"
    for kind in REASONS:
        named = {f"{test['cred_number']}-credential.json" for test in mapped(shared_data, kind)}
        named |= {f"{test['schema_number']}-schema.json" for test in mapped(shared_data, kind)}
        for draft in DRAFTS:
            assert {path.name for path in (folder / kind.lower() / draft).iterdir()} == named
