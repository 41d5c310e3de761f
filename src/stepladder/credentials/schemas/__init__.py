"""JSON Schemas: our own for the standards, pinned like the contexts, and those that credentials name. Never fetched."""

from stepladder.credentials.schemas.store import PinnedSchema, pinned_schema, pinned_schemas, schemas_for

__all__ = ["PinnedSchema", "pinned_schema", "pinned_schemas", "schemas_for"]
