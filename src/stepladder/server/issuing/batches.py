"""A file of recipients, read and judged row by row before anyone is awarded."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.encoding import iri_to_uri

from stepladder.server.issuing.services import Recipient, digests_in, save_preview, standing_digests
from stepladder.server.kernel.tables import TableRow, read_table

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.issuing.models import AwardBatch

COLUMNS = ("name", "email", "student number", "evidence", "narrative")
_LENGTHS = {"name": 200, "email": 254, "student number": 80, "evidence": 400, "narrative": 4000}


def preview_batch(
    *, actor: Person, organisation: Organisation, achievement: Achievement, data: bytes, filename: str
) -> AwardBatch:
    """Read a CSV or XLSX file and keep its rows with what is wrong with each; the good ones can be awarded later."""
    table = read_table(data, filename=filename, required=("name",))
    seen: dict[str, int] = {}
    judged = [_judge(row, seen) for row in table.rows]
    held = standing_digests(achievement)
    for row in judged:
        row["already"] = recipient_of(row).digest in held
    return save_preview(
        actor=actor,
        organisation=organisation,
        achievement=achievement,
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        rows=judged,
    )


def recipient_of(row: dict[str, object]) -> Recipient:
    """Return the recipient that a kept row names."""
    return Recipient(
        name=str(row["name"]),
        email=str(row["email"]),
        student_number=str(row["student number"]),
        narrative=str(row["narrative"]),
        evidence_url=str(row["evidence"]),
    )


def hidden_character(text: str) -> str:
    """Return the first character that a reader cannot see and that changes what they read, like ``U+202E``; or nothing.

    Controls other than line breaks and tabs, and the marks that turn the direction of writing: a name may be Arabic
    or Hebrew, but it may not make the words around it read backwards.
    """
    for each in text:
        if each in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" or (
            unicodedata.category(each) == "Cc" and each not in "\t\r\n"
        ):
            return f"U+{ord(each):04X}"
    return ""


def rows_left(batch: AwardBatch) -> int:
    """Count the good rows that are not awarded yet: neither by this batch, nor held from elsewhere."""
    held = standing_digests(batch.achievement) | digests_in(batch)
    return sum(1 for row in good_rows(batch) if recipient_of(row).digest not in held)


def good_rows(batch: AwardBatch) -> list[dict[str, object]]:
    """Return the rows that have no error."""
    return [row for row in batch.rows if not row["errors"]]


def _judge(row: TableRow, seen: dict[str, int]) -> dict[str, object]:
    values: dict[str, object] = {name: row.cells.get(name, "") for name in COLUMNS}
    values["evidence"] = iri_to_uri(str(values["evidence"]))
    errors = [
        f"{name} is longer than {most} letters" for name, most in _LENGTHS.items() if len(str(values[name])) > most
    ]
    errors += [
        f"{name} holds a hidden character ({found})"
        for name in COLUMNS
        if (found := hidden_character(str(values[name])))
    ]
    if not values["name"]:
        errors.append("name is missing")
    if values["email"] and not _holds(validate_email, str(values["email"])):
        errors.append(f"{values['email']} is not an e-mail address")
    if not values["email"] and not values["student number"]:
        errors.append("give an email or a student number, so that the person can be told apart")
    if values["evidence"] and not _holds(URLValidator(schemes=["https", "http"]), str(values["evidence"])):
        errors.append("evidence is not a web address")
    key = recipient_of(values).key
    if key in seen:
        errors.append(f"the same person as row {seen[key]}")
    elif not errors:
        seen[key] = row.number
    return {**values, "row": row.number, "errors": errors}


def _holds(validator: object, value: str) -> bool:
    try:
        validator(value)  # type: ignore[operator]  # Django's validators are callables of two kinds
    except ValidationError:
        return False
    return True
