"""The test contexts of the suites: known here only, and only when the operator names the folder that holds them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.model.strict_json import parse
from stepladder.server.kernel.refusal import Refusal

# File name without its ending → the address that credentials name it by.
TEST_CONTEXTS = {
    "examples-v2": "https://www.w3.org/ns/credentials/examples/v2",
    "undefined-terms-v2": "https://www.w3.org/ns/credentials/undefined-terms/v2",
    "citizenship-v4rc1": "https://w3id.org/citizenship/v4rc1",
}


def store() -> ContextStore:
    """Return the pinned contexts and, from the folder of ``STEPLADDER_VC_API_CONTEXTS``, the test contexts.

    Here alone a document may bring a context of its own too: VC Data Model 2.0 allows it, and the suites use it.
    """
    return ContextStore(extra=_read(settings.VC_API_CONTEXTS), inline=True)


@lru_cache(maxsize=4)
def _read(folder: str) -> dict[str, Any]:
    if not folder:
        return {}
    found = {}
    for name, url in TEST_CONTEXTS.items():
        for path in (Path(folder) / f"{name}.jsonld", Path(folder) / f"{name}.json"):
            if path.is_file():
                found[url] = _context(path)
                break
    return found


def _context(path: Path) -> dict[str, Any]:
    try:
        document = parse(path.read_bytes())
    except CredentialError as error:
        raise Refusal(
            f"The test context {path.name} cannot be read: {error.message}",
            code="vc_api.bad_context",
            hint="STEPLADDER_VC_API_CONTEXTS names a folder of JSON-LD contexts.",
            status=500,
        ) from error
    assert isinstance(document, dict)  # noqa: S101 - what the operator put there
    return document
