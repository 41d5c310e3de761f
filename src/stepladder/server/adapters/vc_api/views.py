"""The entrances of the VC API: JSON in, JSON out, no account, no session."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from stepladder.errors import StepladderError
from stepladder.server.adapters.vc_api import issuing, status, verifying
from stepladder.server.adapters.vc_api.bodies import issue_options, member, read_object, verify_options
from stepladder.server.adapters.vc_api.keys import key_of
from stepladder.server.adapters.vc_api.prefixes import PREFIXES
from stepladder.server.adapters.vc_api.status import PURPOSES
from stepladder.server.kernel.http import problem
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.adapters.vc_api.prefixes import Prefix

    View = Callable[..., HttpResponse]


def offered(view: View) -> View:
    """Answer 404 while the VC API is off; turn our errors into problems, and let pages of other origins read all."""

    @csrf_exempt
    @wraps(view)
    def entrance(request: HttpRequest, **parts: object) -> HttpResponse:
        if not settings.VC_API:
            raise Http404
        try:
            response = view(request, **parts)
        except StepladderError as error:
            response = problem(
                status=int(getattr(error, "status", 400)),
                code=error.code,
                title=error.message,
                detail=error.hint,
                where=error.where,
                spec=error.spec,
            )
        response.headers["Cache-Control"] = "no-store"
        return response

    return entrance


@offered
@require_safe
def index(request: HttpRequest) -> JsonResponse:
    """Say which prefixes there are and whose key each signs with, for the configuration of a suite."""
    entries = []
    for prefix in PREFIXES.values():
        base = request.build_absolute_uri(reverse("vc_api:index")) + prefix.name
        entries.append(
            {
                "prefix": prefix.name,
                "securing": prefix.securing,
                "key": prefix.kind,
                "issuer": key_of(prefix).controller,
                "issue": f"{base}/credentials/issue",
                "verify": f"{base}/credentials/verify",
                "verifyPresentation": f"{base}/presentations/verify",
            }
        )
    return JsonResponse({"prefixes": entries})


@offered
@require_POST
def issue_credential(request: HttpRequest, name: str) -> JsonResponse:
    """Sign a credential: 201 with it, or 400 with what stands in the way."""
    prefix = _prefix(name)
    body = read_object(request, members=("credential", "options"))
    return issuing.issue_credential(prefix, member(body, "credential"), issue_options(body, prefix))


@offered
@require_POST
def verify_credential(request: HttpRequest, name: str) -> JsonResponse:
    """Verify a credential: 200 when it holds, else 400 with every problem."""
    prefix = _prefix(name)
    body = read_object(request, members=("verifiableCredential", "options"))
    return verifying.verify_credential(prefix, member(body, "verifiableCredential"), verify_options(body))


@offered
@require_POST
def verify_presentation(request: HttpRequest, name: str) -> JsonResponse:
    """Verify a presentation and every credential in it: 200 when all hold, else 400."""
    _prefix(name)
    body = read_object(request, members=("verifiablePresentation", "options"))
    return verifying.verify_presentation(member(body, "verifiablePresentation"), verify_options(body))


@offered
@require_POST
def update_status(request: HttpRequest, name: str) -> JsonResponse:
    """Set or clear the status of a credential that was issued here."""
    prefix = _prefix(name)
    body = read_object(request, members=("credentialId", "credentialStatus", "status"))
    entry, value, iri = member(body, "credentialStatus"), body.get("status", True), body.get("credentialId")
    purpose = entry.get("statusPurpose", "revocation")
    if purpose not in PURPOSES or not isinstance(value, bool) or not isinstance(iri, str):
        raise Refusal(
            "It must say credentialId, credentialStatus with a statusPurpose, and status as true or false.",
            code="vc_api.bad_status",
            hint=f"Purposes: {', '.join(PURPOSES)}.",
        )
    status.set_status(prefix, credential_iri=iri, purpose=purpose, value=value)
    return JsonResponse({"credentialId": iri, "statusPurpose": purpose, "status": value})


@offered
@require_POST
def derive(_request: HttpRequest, name: str) -> JsonResponse:
    """Say that nothing is derived yet: selective disclosure is not there."""
    return problem(
        status=501,
        code="vc_api.no_derive",
        title="Selective disclosure is not there yet",
        detail=f"{_prefix(name).name} signs a credential as a whole: no part of it can be shown alone.",
    )


@offered
@require_safe
def identifier(_request: HttpRequest, did: str) -> JsonResponse:
    """Return the document of a DID: of a key or JWK by itself, or of an organisation of this server."""
    return JsonResponse(verifying.did_document(did), content_type="application/did+ld+json")


@offered
@require_safe
def status_list(_request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Return a status list of the demo keys, signed at this moment."""
    signed = status.signed_list(list_id)
    if signed is None:
        raise Http404
    kind = "application/vc+ld+json" if signed.lstrip().startswith(b"{") else "application/vc+jwt"
    response = HttpResponse(signed, content_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _prefix(name: str) -> Prefix:
    found = PREFIXES.get(name)
    if found is None:
        raise Http404
    return found
