"""The canonical form of whole documents, byte for byte as jsonld.js has it, and what its safe mode says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from stepladder.credentials.canonical import canonical_form, canonicalize
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import MalformedCredentialError

if TYPE_CHECKING:
    from pathlib import Path

VARIANTS = [
    "alias-type",
    "direction",
    "floats",
    "identical-bnodes",
    "inline-lang-index-reverse",
    "keywords",
    "lang",
    "more-props",
    "native-numbers",
    "noid",
    "plain",
    "reordered",
    "rubric-emptylist",
    "statuslist",
    "two-status",
    "unicode",
]
DOCUMENTS = [
    *(f"clr-0{number}" for number in range(2)),
    *(f"ob-0{number}" for number in range(8)),
    *(f"var-{name}" for name in VARIANTS),
]


def test_no_document_is_left_out(shared_data: Path) -> None:
    found = {path.stem for path in (shared_data / "vectors" / "canonical").iterdir()}
    assert found == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_canonical_form_is_that_of_jsonld_js(name: str, shared_data: Path) -> None:
    folder = shared_data / "vectors" / "canonical"
    document = json.loads((folder / f"{name}.json").read_bytes())
    form = canonical_form(document, store=ContextStore(), allow_inline_contexts=True)
    assert form.text == (folder / f"{name}.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_lossless_when_the_safe_mode_of_jsonld_js_accepts_it(name: str, shared_data: Path) -> None:
    folder = shared_data / "vectors" / "canonical"
    document = json.loads((folder / f"{name}.json").read_bytes())
    if (folder / f"{name}.safe").read_text().strip() == "safe":
        assert canonicalize(document)
    else:
        with pytest.raises(MalformedCredentialError) as refused:
            canonicalize(document)
        assert refused.value.where == "/credentialSubject/achievement/name"
