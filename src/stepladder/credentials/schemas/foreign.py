"""Schemas by others, as credentials name them. A stranger writes them: little work is done for them, none outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from stepladder.credentials.errors import CredentialError, UnsupportedError
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.schemas.violations import Violation, violation
from stepladder.credentials.schemas.work import check_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema_rs import ValidationError, Validator

MAX_BYTES = 256 * 1024
_DIALECTS = {
    "https://json-schema.org/draft/2020-12/schema": "Draft202012Validator",
    "https://json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "http://json-schema.org/draft-07/schema": "Draft7Validator",
    "https://json-schema.org/draft-07/schema": "Draft7Validator",
}
_USUAL = "https://json-schema.org/draft/2019-09/schema"
_PATTERN_BYTES = 200_000
_T = TypeVar("_T")


def read_schema(data: bytes) -> dict[str, Any]:
    """Return a schema of at most 256 KiB as JSON; UnsupportedError (``schema.not_a_schema``) for anything else."""
    try:
        schema = parse(data, max_bytes=MAX_BYTES)
    except CredentialError as error:
        raise UnsupportedError(
            f"What was to be a schema cannot be read: {error.message}", code="schema.not_a_schema"
        ) from error
    if not isinstance(schema, dict):
        raise UnsupportedError("What was to be a schema is not a JSON object", code="schema.not_a_schema")
    return schema


def first_violation(schema: dict[str, Any], document: dict[str, Any], *, share: int = 1) -> Violation | None:
    """Return the first place where a document breaks a schema of draft 2020-12, 2019-09 or 7; None if it keeps it.

    ``share`` is among how many schemas the work is divided. ``format`` counts. A schema without ``$schema`` is read as
    draft 2019-09. Nothing is fetched, and no schema makes us work for long: UnsupportedError (``schema.version``,
    ``schema.not_a_schema``, and those of :func:`check_work`).
    """
    # 1. A version that we know.
    dialect = schema.get("$schema", _USUAL)
    name = _DIALECTS.get(dialect.removesuffix("#")) if isinstance(dialect, str) else None
    if name is None:
        raise UnsupportedError(
            f"The schema is of the version {str(dialect)[:200]!r}; known are 2020-12, 2019-09 and draft 7",
            code="schema.version",
            where="/$schema",
            spec="VC JSON Schema Specification, section 3",
        )
    # 2. The work that it asks for.
    check_work(schema, document, share=share)
    # 3. The validator stops at the first error: a note on each of many would take more room than the document.
    validator = _guarded(lambda: _validator(name, schema))
    error = _guarded(lambda: _first_error(validator, document))
    if error is None:
        return None
    found = violation(error, schema)
    return Violation(code="schema.not_kept", message=found.message, where=found.where)


def _validator(name: str, schema: dict[str, Any]) -> Validator:
    import jsonschema_rs

    made: type[Validator] = getattr(jsonschema_rs, name)
    options = jsonschema_rs.RegexOptions(size_limit=_PATTERN_BYTES, dfa_size_limit=5 * _PATTERN_BYTES)
    return made(schema, offline=True, pattern_options=options, validate_formats=True)


def _first_error(validator: Validator, document: dict[str, Any]) -> ValidationError | None:
    from jsonschema_rs import ValidationError

    if validator.is_valid(document):
        return None
    try:
        validator.validate(document)
    except ValidationError as error:
        return error
    return None


def _guarded(ask: Callable[[], _T]) -> _T:
    try:
        return ask()
    except BaseException as cause:  # a panic inside the validator is no Exception
        if isinstance(cause, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        reason = next(iter(str(cause).splitlines()), "")[:200]
        raise UnsupportedError(f"The schema cannot be used: {reason}", code="schema.not_a_schema") from None
