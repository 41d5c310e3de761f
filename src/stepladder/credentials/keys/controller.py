"""The document that a controller publishes: its keys, those of the past among them, and what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import SigningError
from stepladder.credentials.model.times import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_MEMBERS = ("id", "type", "controller", "expires", "revoked", "publicKeyMultibase", "publicKeyJwk")


def controller_document(
    keys: dict[str, Any] | Sequence[dict[str, Any]],
    *,
    revoked: Mapping[str, datetime] | None = None,
    expires: Mapping[str, datetime] | None = None,
    purposes: Sequence[str] = ("assertionMethod",),
) -> dict[str, Any]:
    """Return the public document that a controller publishes, which lists its keys for signing credentials.

    ``keys`` is a key document or several of one controller, secret parts or not. A key that was replaced stays listed,
    so that what it signed still verifies. ``revoked`` and ``expires`` map the ``id`` of a key to the time (with a zone)
    from which its signatures count no more. ``purposes`` may add ``authentication``, for holders who present.

    A verifier reads the document at the controller's address, or is given it (Controlled Identifiers 1.0, section 2).
    Raises SigningError: ``key.not_a_key_document``, ``key.controllers_differ``, ``key.listed_twice``,
    ``key.not_listed`` (a time is given for a key that is not among ``keys``).
    """
    listed = [keys] if isinstance(keys, dict) else list(keys)
    methods = [_method(key) for key in listed]
    identifiers = [method["id"] for method in methods]
    if not methods or len({method["controller"] for method in methods}) > 1:
        raise SigningError(
            "The keys are not of one controller",
            code="key.controllers_differ",
            where="/controller",
            hint="Make one document for each controller.",
        )
    if len(set(identifiers)) != len(identifiers):
        raise SigningError("Two keys have the same id", code="key.listed_twice", where="/id")
    for name, times in (("revoked", revoked or {}), ("expires", expires or {})):
        for identifier, moment in times.items():
            if identifier not in identifiers:
                raise SigningError(
                    f"The key {identifier} is not among the keys of the document",
                    code="key.not_listed",
                    hint=f"The keys are: {', '.join(identifiers)}",
                )
            methods[identifiers.index(identifier)][name] = timestamp(moment)
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": methods[0]["controller"],
        "verificationMethod": methods,
        **{purpose: identifiers.copy() for purpose in purposes},
    }


def _method(key: Any) -> dict[str, Any]:
    if (
        not isinstance(key, dict)
        or not all(isinstance(key.get(name), str) for name in ("id", "type", "controller"))
        or ("publicKeyMultibase" in key) == ("publicKeyJwk" in key)
    ):
        raise SigningError(
            "This is not a key document: it needs id, type, controller and a public key",
            code="key.not_a_key_document",
            hint="Make a key with `stepladder keys new -o key.json`.",
        )
    return {name: key[name] for name in _MEMBERS if name in key}
