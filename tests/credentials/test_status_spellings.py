"""A revoked credential stays revoked however its holder writes it down: one graph has many spellings, one verdict."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT
from tests.credentials.status_samples import LIST, credential, signed_list

from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.status import status_entry

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = status_entry(LIST, 7)
SIGNED = json.loads(credential(ENTRY))
HEAD = {member: ENTRY[member] for member in ("id", "type")}
STATUS = "https://www.w3.org/ns/credentials/status#"


def entry(**members: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(credentialStatus=ENTRY | members)


def instead(value: Any, **elsewhere: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(credentialStatus=value, **elsewhere)


def renamed(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update({name: document.pop("credentialStatus")})


def in_another_node(document: dict[str, Any]) -> None:
    moved = document.pop("credentialStatus")
    document["@included"] = [{"id": document["id"], "credentialStatus": moved}]


def beside_the_evidence(document: dict[str, Any]) -> None:
    document["credentialStatus"] = HEAD
    document["evidence"].append(ENTRY)


SPELLINGS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "left out": lambda document: document.pop("credentialStatus"),
    "a mere name": instead(ENTRY["id"]),
    "a mere reference": instead({"id": ENTRY["id"]}),
    "a reference, and the entry under termsOfUse": instead({"id": ENTRY["id"]}, termsOfUse=ENTRY),
    "a reference, and the entry included": instead({"id": ENTRY["id"]}, **{"@included": [ENTRY]}),
    "the head, and the entry beside the evidence": beside_the_evidence,
    "in another node of the same id": in_another_node,
    "under the full name": renamed("https://www.w3.org/2018/credentials#credentialStatus"),
    "under a compact name": renamed("cred:credentialStatus"),
    "in a list in a list": instead([[ENTRY]]),
    "in a set": instead({"@set": [ENTRY]}),
    "twice": instead([ENTRY, ENTRY]),
    "once whole, once the head": instead([HEAD, ENTRY]),
    "with @id": instead({"@id" if member == "id" else member: value for member, value in ENTRY.items()}),
    "with a full type": entry(type=f"{STATUS}BitstringStatusListEntry"),
    "with types in a list": entry(type=["BitstringStatusListEntry"]),
    "with an index as an object": entry(statusListIndex={"@value": "7"}),
    "with an index in a list": entry(statusListIndex=["7"]),
    "with two indexes": entry(statusListIndex=["7", "8"]),
    "with a purpose in a list": entry(statusPurpose=["revocation"]),
    "with a number": entry(statusListIndex=7),
    "null": instead(None),
    "empty": instead([]),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_a_revoked_credential_reads_as_valid(spelling: str) -> None:
    document = copy.deepcopy(SIGNED)
    SPELLINGS[spelling](document)
    report = inspect(json.dumps(document).encode(), resolver=DocumentResolver(status_lists=[signed_list(7)]), at=AT)
    assert report.verdict in {"altered", "could_not_check", "revoked"}
    assert not report.held
