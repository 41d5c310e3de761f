"""Issuing with a demo key: an entry in its status list, the signature, and the envelope where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from stepladder.credentials import issue
from stepladder.credentials.contexts.store import CREDENTIALS_V2
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.server.adapters.vc_api import answers, contexts, envelopes
from stepladder.server.adapters.vc_api.keys import signer_of
from stepladder.server.adapters.vc_api.status import new_entry
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django.http import JsonResponse

    from stepladder.server.adapters.vc_api.bodies import IssueOptions
    from stepladder.server.adapters.vc_api.prefixes import Prefix


@transaction.atomic
def issue_credential(prefix: Prefix, credential: dict[str, Any], options: IssueOptions) -> JsonResponse:
    """Sign a credential as it is, with a status entry where it brings none of its own.

    Raises the library's errors; then no index of a list is used up.
    """
    document = dict(credential)
    if options.credential_id is not None:
        if document.get("id", options.credential_id) != options.credential_id:
            raise Refusal(
                "options.credentialId is another id than the credential's own.",
                code="vc_api.option_unsupported",
                where="/options/credentialId",
            )
        document["id"] = options.credential_id
    _refuse_proof_in_envelope(prefix, document)
    if "credentialStatus" not in document and _is_v2(document):
        document["credentialStatus"] = _entries(prefix, document, options)
    signed = issue(
        document,
        signer=signer_of(prefix),
        created=(options.created or clock.now()).replace(microsecond=0),
        securing=prefix.securing,
        store=contexts.store(),
        expires=options.expires,
    )
    return answers.issued(envelopes.put_in(signed.original) if prefix.enveloped else signed.document)


def _entries(prefix: Prefix, document: dict[str, Any], options: IssueOptions) -> dict[str, Any] | list[dict[str, Any]]:
    iri = document.get("id")
    made = [
        new_entry(prefix, purpose=purpose, credential_iri=iri if isinstance(iri, str) else "")
        for purpose in options.status_purposes
    ]
    return made[0] if len(made) == 1 else made


def _is_v2(document: dict[str, Any]) -> bool:
    """Tell whether it is a VC 2.0 credential: only its context has the words of a Bitstring entry."""
    named = document.get("@context")
    return CREDENTIALS_V2 in (named if isinstance(named, list) else [named])


def _refuse_proof_in_envelope(prefix: Prefix, document: dict[str, Any]) -> None:
    if prefix.enveloped and "proof" in document:
        raise MalformedCredentialError(
            "The credential has a proof already, which an envelope would hide", code="vc_api.has_proof", where="/proof"
        )
