"""JSON Schemas: our own for the standards, pinned like the contexts, and those that credentials name. Never fetched."""

from stepladder.credentials.schemas.foreign import first_violation, read_schema
from stepladder.credentials.schemas.pinned import violations, violations_of
from stepladder.credentials.schemas.store import PinnedSchema, pinned_schema, pinned_schemas, schemas_for
from stepladder.credentials.schemas.violations import Violation

__all__ = [
    "PinnedSchema",
    "Violation",
    "first_violation",
    "pinned_schema",
    "pinned_schemas",
    "read_schema",
    "schemas_for",
    "violations",
    "violations_of",
]
