"""How a held credential looks as a tile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from stepladder.server.catalog.selectors import achievement_by_iri

if TYPE_CHECKING:
    from stepladder.server.wallet.models import HeldCredential

_STATES = {
    "authentic": "valid",
    "untrusted_issuer": "valid",
    "expired": "expired",
    "revoked": "revoked",
    "suspended": "suspended",
}


def tile(held: HeldCredential) -> dict[str, Any]:
    """Return what ``<c-badge-tile>`` shows of a held credential."""
    begun = parse_datetime(held.valid_from) if held.valid_from else None
    return {
        "pk": held.pk,
        "name": held.name,
        "issuer": held.issuer_name or "Issuer not named",
        "date": f"{begun:%d %B %Y}".lstrip("0") if begun else "",
        "state": _STATES.get(held.verdict, "unknown"),
        "image": _picture(held),
        "href": reverse("learner:held", args=[held.pk]),
        "note": _note(held),
    }


def _picture(held: HeldCredential) -> str:
    own = achievement_by_iri(held.achievement_iri)
    return reverse("public:picture", args=[own.pk]) if own else ""


# Of badges of Open Badges 2.0 and before, which may be published without a signature.
_OLDER_NOTES = {
    "altered": "Not as its issuer published or signed it",
    "unsigned": "Confirmed by nobody",
    "not_issuers_key": "Not provably the issuer’s",
    "could_not_check": "Could not be checked",
}


def _note(held: HeldCredential) -> str:
    if held.report.get("standard"):
        unknown = "Issuer not known here" if held.report.get("issuer_identity") == "self_asserted" else ""
        return _OLDER_NOTES.get(held.verdict, unknown)
    if held.verdict in {"altered", "unsigned", "not_issuers_key", "could_not_check"}:
        return {
            "altered": "Changed after it was signed",
            "unsigned": "Not signed",
            "not_issuers_key": "Signed with a key that is not the issuer’s",
            "could_not_check": "Could not be checked",
        }[held.verdict]
    if held.report.get("issuer_identity") == "self_asserted":
        return "Signer not known here"
    return ""
