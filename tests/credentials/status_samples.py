"""What the tests of status share: a signer, lists of its making, and credentials that name them."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, VerificationReport, inspect, issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import OPEN_BADGES_EXTENSIONS
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.status import build_status_list

LIST = "https://badges.example.edu/status/3"
SIGNER = InMemorySigner(bytes(range(32)))
STRANGER = InMemorySigner(bytes(range(32, 64)))
STATUS_LIST_2021 = "https://w3id.org/vc/status-list/2021/v1"


def listed(*indexes: int, signer: InMemorySigner = SIGNER, **settings: Any) -> dict[str, Any]:
    """Return an unsigned list; ``members`` and ``subject`` among the settings are put over it."""
    members, subject = settings.pop("members", {}), settings.pop("subject", {})
    settings = {"id": LIST, "purpose": "revocation", "valid_from": AT, "indexes": indexes} | settings
    document = build_status_list(issuer=signer.controller, **settings) | members
    document["credentialSubject"] = document["credentialSubject"] | subject
    return document


def sealed(document: dict[str, Any], signer: InMemorySigner = SIGNER) -> bytes:
    """Sign whatever it is, without asking whether our own verifier would believe it."""
    return json.dumps(add_proof(document, signer=signer, created=AT, store=ContextStore())).encode()


def signed_list(*indexes: int, **settings: Any) -> bytes:
    return sealed(listed(*indexes, **settings), settings.get("signer", SIGNER))


def status_list_2021(*indexes: int, url: str = LIST, **subject: Any) -> bytes:
    """Return a signed list as the draft of 2021 has it: VC 1.1, no multibase prefix."""
    document = listed(*indexes)
    encoded = document["credentialSubject"]["encodedList"].removeprefix("u")
    old = {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            STATUS_LIST_2021,
            "https://w3id.org/security/data-integrity/v2",
        ],
        "id": url,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": SIGNER.controller,
        "issuanceDate": "2026-02-28T12:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        }
        | subject,
    }
    return sealed(old)


def packed(data: bytes) -> str:
    return "u" + base64url_encode(gzip.compress(data, mtime=0))


def credential(*entries: dict[str, Any], **members: Any) -> bytes:
    """Return a signed credential with these status entries, whatever they are."""
    document = build(SIGNER)
    document["@context"] = [*document["@context"], OPEN_BADGES_EXTENSIONS]
    if any(entry["type"] == "StatusList2021Entry" for entry in entries):
        document["@context"].append(STATUS_LIST_2021)
    status = list(entries) if len(entries) != 1 else entries[0]
    return sealed({**document, "credentialStatus": status, **members})


def look(entries: Any, *lists: bytes, at: Any = AT, documents: Any = None, **policy: Any) -> VerificationReport:
    listed_entries = entries if isinstance(entries, list) else [entries]
    resolver = DocumentResolver(status_lists=lists, documents=documents)
    return inspect(credential(*listed_entries), resolver=resolver, at=at, policy=VerificationPolicy(**policy))


def told(report: VerificationReport) -> tuple[str, str]:
    return report.verdict, report.check("status").code


def issued(document: dict[str, Any]) -> bytes:
    return issue(document, signer=SIGNER, created=AT).original
