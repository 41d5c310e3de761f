"""The classes of Open Badges 3.0, CLR 2.0 and the VC Data Model as values, builders of credentials, strict JSON.

>>> from stepladder.credentials.model import Criteria, read_credential
>>> Criteria.from_document({"narrative": "Three seams.", "myOwn": 1}).other
{'myOwn': 1}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.credentials.model.achievements import (
        Achievement,
        AchievementSubject,
        Alignment,
        Criteria,
        Evidence,
        Related,
    )
    from stepladder.credentials.model.builder import achievement_credential, clr_credential, endorsement_credential
    from stepladder.credentials.model.clr import Association, ClrCredential, ClrSubject
    from stepladder.credentials.model.credential_parts import (
        CredentialSchema,
        CredentialStatus,
        CredentialSubject,
        Method,
        Proof,
        RefreshService,
        RelatedResource,
        StatusMessage,
        TermsOfUse,
    )
    from stepladder.credentials.model.credentials import (
        AchievementCredential,
        EndorsementCredential,
        EndorsementSubject,
        EnvelopedVerifiableCredential,
        VerifiableCredential,
        read_credential,
    )
    from stepladder.credentials.model.mapping import Value
    from stepladder.credentials.model.presentations import EnvelopedVerifiablePresentation, VerifiablePresentation
    from stepladder.credentials.model.profiles import (
        Address,
        GeoCoordinates,
        IdentifierEntry,
        IdentityObject,
        Image,
        Profile,
    )
    from stepladder.credentials.model.results import Result, ResultDescription, RubricCriterionLevel
    from stepladder.credentials.model.terms import (
        AchievementType,
        AlignmentTargetType,
        AssociationType,
        IdentifierTypeEnum,
        ResultStatusType,
        ResultType,
    )
    from stepladder.credentials.model.texts import LanguageValue, Text, text_in

__all__ = [
    "Achievement",
    "AchievementCredential",
    "AchievementSubject",
    "AchievementType",
    "Address",
    "Alignment",
    "AlignmentTargetType",
    "Association",
    "AssociationType",
    "ClrCredential",
    "ClrSubject",
    "CredentialSchema",
    "CredentialStatus",
    "CredentialSubject",
    "Criteria",
    "EndorsementCredential",
    "EndorsementSubject",
    "EnvelopedVerifiableCredential",
    "EnvelopedVerifiablePresentation",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentifierTypeEnum",
    "IdentityObject",
    "Image",
    "LanguageValue",
    "Method",
    "Profile",
    "Proof",
    "RefreshService",
    "Related",
    "RelatedResource",
    "Result",
    "ResultDescription",
    "ResultStatusType",
    "ResultType",
    "RubricCriterionLevel",
    "StatusMessage",
    "TermsOfUse",
    "Text",
    "Value",
    "VerifiableCredential",
    "VerifiablePresentation",
    "achievement_credential",
    "clr_credential",
    "endorsement_credential",
    "read_credential",
    "text_in",
]

_PLACES = {
    "achievements": "Achievement AchievementSubject Alignment Criteria Evidence Related",
    "builder": "achievement_credential clr_credential endorsement_credential",
    "clr": "Association ClrCredential ClrSubject",
    "credential_parts": "CredentialSchema CredentialStatus CredentialSubject Method Proof RefreshService "
    "RelatedResource StatusMessage TermsOfUse",
    "credentials": "AchievementCredential EndorsementCredential EndorsementSubject EnvelopedVerifiableCredential "
    "VerifiableCredential read_credential",
    "mapping": "Value",
    "presentations": "EnvelopedVerifiablePresentation VerifiablePresentation",
    "profiles": "Address GeoCoordinates IdentifierEntry IdentityObject Image Profile",
    "results": "Result ResultDescription RubricCriterionLevel",
    "terms": "AchievementType AlignmentTargetType AssociationType IdentifierTypeEnum ResultStatusType ResultType",
    "texts": "LanguageValue Text text_in",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: verifying needs none of the classes and starts without them."""
    from importlib import import_module

    for module, names in _PLACES.items():
        if name in names.split():
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
