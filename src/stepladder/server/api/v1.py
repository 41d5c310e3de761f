"""What other programs may ask: for now, whether a credential holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI, Schema
from pydantic import Field

from stepladder import __version__
from stepladder.errors import StepladderError
from stepladder.server.flows.verifying import inspect_anything
from stepladder.server.kernel.http import problem, read_body

if TYPE_CHECKING:
    from django.http import HttpResponse

MOST_BYTES = 5 * 1024 * 1024

api = NinjaAPI(title="Stepladder", version=__version__, docs_url=None, urls_namespace="api-1")


class CheckOut(Schema):
    """One named check."""

    check: str
    outcome: str
    code: str
    message: str


class ReportOut(Schema):
    """The JSON of ``stepladder verify --json``."""

    verdict: str
    issuer_identity: str
    recipient: str
    checks: list[CheckOut]
    credential: dict[str, Any] | None
    inner: list[InnerOut] | None = None


class InnerOut(ReportOut):
    """The report on a credential inside another, with its part there and its place."""

    role: str
    where: str
    note: str | None = None


class PresentationOut(Schema):
    """The JSON of ``stepladder verify --json`` for a presentation."""

    kind: Literal["presentation"]
    verdict: str
    holder: str | None
    holder_is_subject: bool
    checks: list[CheckOut]
    credentials: list[ReportOut]


class ProblemOut(Schema):
    """A problem in the form of RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str


@api.post(
    "/verify",
    response={200: ReportOut | PresentationOut, 413: ProblemOut},
    summary="Verify a credential",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in (
                    "application/octet-stream",
                    "application/json",
                    "application/jwt",
                    "image/png",
                    "image/svg+xml",
                )
            },
        }
    },
)
def verify(request: HttpRequest, recipient: Annotated[str, Field(max_length=254)] = "") -> HttpResponse:
    """Take the file as the body (JSON, JWT, PNG or SVG, told by its bytes) and answer its report. No account is needed.

    A credential that does not hold is an answer, not an error: the status is 200 and the verdict says it. A
    presentation is answered with ``kind``: "presentation" and the reports on what is shown. Nothing is kept.
    """
    try:
        body = read_body(request, most=MOST_BYTES)
    except RequestDataTooBig:
        return problem(
            status=413,
            code="request.too_large",
            title="The file is too large",
            detail=f"Send up to {MOST_BYTES // 1_048_576} MB. Credentials are small: is this the right file?",
        )
    return JsonResponse(inspect_anything(body, recipient=recipient or None).as_dict())


@api.exception_handler(StepladderError)
def refused(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error of ours as a problem with its stable code."""
    assert isinstance(error, StepladderError)  # noqa: S101 - ninja hands over what was registered
    status = int(getattr(error, "status", 400))
    return problem(status=status, code=error.code, title=error.message, detail=error.hint)
