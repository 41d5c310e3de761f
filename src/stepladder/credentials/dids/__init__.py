"""Who controls a key: controlled identifier documents, did:key, did:jwk, did:web, https, and how they are had."""

from stepladder.credentials.dids.documents import ControllerDocument, VerificationMethod
from stepladder.credentials.dids.methods import derive, document_url, plainly_written, same_identifier
from stepladder.credentials.dids.resolver import DocumentResolver, Resolved, Resolver

__all__ = [
    "ControllerDocument",
    "DocumentResolver",
    "Resolved",
    "Resolver",
    "VerificationMethod",
    "derive",
    "document_url",
    "plainly_written",
    "same_identifier",
]
