"""The schemas that we ship, put to use: each is compiled once, when the first document comes that it is meant for."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from stepladder.credentials.schemas.store import PinnedSchema, pinned_schemas, schemas_for
from stepladder.credentials.schemas.violations import Violation, violation

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, Registry, ValidationError

MOST_VIOLATIONS = 20
_OUR_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What a schema of these versions may say is found when it is put to use: the W3C's schema for schemas names them.
_OTHER_DIALECTS = ("https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/draft-07/schema")
_MOST_VALUES, _MOST_ENTRIES = 1_000, 20
"""How much of a document that breaks a schema is looked at again for words: the validator notes every single error."""


def violations(document: dict[str, Any]) -> tuple[Violation, ...]:
    """Return where a document breaks the schemas that are meant for it: 20 places at most for each.

    The schemas are found by the document's types and contexts (:func:`schemas_for`). Nothing is fetched.
    """
    return tuple(found for schema in schemas_for(document) for found in violations_of(schema, document))


def violations_of(schema: PinnedSchema, document: dict[str, Any]) -> tuple[Violation, ...]:
    """Return where a document breaks one of the schemas that we ship, whether that is meant for it or not."""
    validator = _validator(schema)
    if validator.is_valid(document):
        return ()
    # A list that was cut may lack what it should contain: that is the cutting's fault.
    shortened, cut = _shortened(document)
    errors = [one for one in validator.iter_errors(shortened) if tuple(one.instance_path) not in cut]
    first = errors[:MOST_VIOLATIONS] or _first(validator, document)
    return tuple(violation(error, _read(schema), _by_url().get) for error in first)


def _first(validator: Draft202012Validator, document: dict[str, Any]) -> list[ValidationError]:
    """Return the first error alone, for one that is far behind in a long list."""
    from jsonschema_rs import ValidationError

    try:
        validator.validate(document)
    except ValidationError as error:
        return [error]
    return []


@functools.cache
def _validator(schema: PinnedSchema) -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator, RegexOptions

    return Draft202012Validator(
        _read(schema),
        registry=_registry(),
        offline=True,
        pattern_options=RegexOptions(),  # time grows with the text alone, whatever the text is
        validate_formats=False,
    )


@functools.cache
def _registry() -> Registry:
    from jsonschema_rs import Registry

    any_schema = {"$schema": _OUR_DIALECT, "type": ["object", "boolean"]}
    return Registry([*_by_url().items(), *((url, any_schema) for url in _OTHER_DIALECTS)])


@functools.cache
def _read(schema: PinnedSchema) -> dict[str, Any]:
    return schema.read()


@functools.cache
def _by_url() -> dict[str, dict[str, Any]]:
    return {schema.url: _read(schema) for schema in pinned_schemas()}


def _shortened(document: dict[str, Any]) -> tuple[Any, set[tuple[str | int, ...]]]:
    """Return the document with long lists cut, and where: what is left is little, and members of objects all stay."""
    left = _MOST_VALUES
    cut: set[tuple[str | int, ...]] = set()

    def shorter(value: Any, path: tuple[str | int, ...]) -> Any:
        nonlocal left
        left -= 1
        if isinstance(value, dict):
            return {name: shorter(member, (*path, name)) for name, member in value.items()}
        if not isinstance(value, list):
            return value
        kept: list[Any] = []
        for index, member in enumerate(value):
            if index >= (_MOST_ENTRIES if left > 0 else 1):
                cut.add(path)
                break
            kept.append(shorter(member, (*path, index)))
        return kept

    return shorter(document, ()), cut
