"""What the fuzzer found, each with a name, so that it stays mended."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fuzz import seeds

from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.dids.documents import ControllerDocument
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.proofs.tokens import sign_compact


@pytest.mark.parametrize("algorithm", [["EdDSA"], {"EdDSA": 1}, None, 7, True])
def test_an_algorithm_that_is_no_text_is_no_algorithm_of_the_key(algorithm: Any) -> None:
    payload = split(seeds.seeds().inputs["token"][0].decode()).payload
    token = sign_compact({"typ": "vc+jwt", "alg": algorithm}, payload, seeds.SIGNER)
    report = inspect(token.encode(), resolver=DocumentResolver(), at=seeds.AT)
    assert (report.verdict, report.check("proof").code) == ("altered", "jwt.algorithm_mismatch")


@pytest.mark.parametrize("name", ["https://[", "https://[::1", "http://[a]/"])
def test_a_key_document_whose_name_is_no_url_is_read(name: str) -> None:
    document = ControllerDocument.from_document({"id": name, "verificationMethod": [{"id": "key"}, {"id": "#key"}]})
    assert set(document.methods) == {"key", f"{name}#key"}
