"""Issue one of many: what the worker of ``issue --many`` does."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 kept with the values
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Answer, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.cli.many.rows import Item
    from stepladder.cli.many.worker import Fetch
    from stepladder.credentials import Credential

UNFINISHED = ".unfinished"  # a folder inside the one for the credentials, for files that are being written
_BAD_NAME = frozenset({errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ})
_IDS = uuid.UUID("6a5bd1ae-4c0a-5c0e-9d0b-6f5d8c5a3c11")  # ours: UUIDs of credentials without an id of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """With what each document is signed, and where the credential goes: into ``folder``, or back with the answer.

    ``created`` is one time for the whole run, so that doing an item again after an interruption makes the same bytes.
    ``ending`` is that of the files' names.
    """

    key: dict[str, Any]
    passphrase: bytes | None
    created: datetime
    securing: str
    folder: str | None
    ending: str = ".json"
    template: dict[str, Any] | None = None

    def begin(self, fetch: Fetch) -> Callable[[Item], Answer]:  # noqa: ARG002 issuing asks nobody
        """Return the function that issues one item."""
        from stepladder.credentials import issue
        from stepladder.credentials.keys import signer_from_key_document
        from stepladder.credentials.model.strict_json import check_values
        from stepladder.errors import StepladderError

        signer = signer_from_key_document(self.key, self.passphrase)

        def sign(item: Item) -> Answer:
            try:
                document = self._document(item)
                check_values(document)
                document = with_id(document, item.name, signer.controller)
                credential = issue(document, signer=signer, created=self.created, securing=self.securing)
            except StepladderError as error:
                place = f" ({error.where})" if error.where and error.where not in error.message else ""
                return self.failed(error.code, f"{error.message.rstrip('.')}{place}.")
            except OSError as error:
                return self.failed("usage.unreadable_file", f"The file cannot be read: {error.strerror or error}.")
            return self._given(item, credential)

        return sign

    def failed(self, code: str, message: str) -> Answer:
        """Return the row of what was not issued."""
        return Answer(Row(verdict="refused", code=code, message=message))

    def _document(self, item: Item) -> dict[str, Any]:
        from stepladder.cli.many.checking import read_regular
        from stepladder.cli.many.template import RowError, fill
        from stepladder.credentials.model import strict_json

        if item.cells is not None:
            return fill(self.template or {}, item.cells)
        data = item.data if item.data is not None else read_regular(item.path or "")
        found = strict_json.parse(data)
        if not isinstance(found, dict):
            raise RowError("The document is not a JSON object.", code="document.not_an_object")
        return found

    def _given(self, item: Item, credential: Credential) -> Answer:
        import orjson

        name = file_name(item.name, self.ending) if self.folder is not None else ""
        row = Row(
            verdict="issued",
            message=f"Issued as {credential.id}" + (f" in {name}." if name else "."),
            issuer=credential.issuer_id or "",
            achievement=credential.achievement_name or credential.achievement_id or "",
            recipient=credential.recipient or "",
            valid_from=credential.valid_from or "",
            valid_until=credential.valid_until or "",
        )
        if self.folder is None:
            token = credential.jwt is not None
            return Answer(row, orjson.dumps(credential.original.decode() if token else credential.document))
        try:
            self._write(Path(self.folder), name, credential.original)
        except OSError as error:
            if error.errno in _BAD_NAME:
                reason = f"No file can have the name {name}: {error.strerror}."
                return self.failed("usage.unwritable_file", reason)
            raise CommandError(
                f"The credential cannot be written: {error.strerror or error}.",
                code="usage.unwritable_file",
                where=str(Path(self.folder) / name),
                hint="See that you may write there, and that the disk is not full; then run it again.",
            ) from error
        return Answer(row)

    def _write(self, folder: Path, name: str, data: bytes) -> None:
        target, made = folder / name, folder / UNFINISHED / str(os.getpid())
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
        with made.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made.replace(target)


def file_name(name: str, ending: str) -> str:
    """Return the name of the file for what was made of an item: ``people-000007.json`` of ``people.csv:7``."""
    stem, last = os.path.splitext(name)  # noqa: PTH122 a name may be no text
    number = last.rpartition(":")[2]
    if ":" in last and number.isdecimal():
        return f"{stem}-{int(number):06}{ending}"
    return (stem if last == ".json" else name) + ending


def with_id(document: dict[str, Any], name: str, controller: str) -> dict[str, Any]:
    """Return the document with an id: its own, or one made from its contents, its place in the source, and the signer.

    The same row of the same source gets the same id however often it is issued: a UUID of version 5 (RFC 9562).
    """
    if "id" in document:
        return document
    import orjson

    body = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    place = name.encode("utf-8", "surrogateescape")
    found = hashlib.sha256(b"\0".join((controller.encode(), place, body))).hexdigest()
    made = {"id": f"urn:uuid:{uuid.uuid5(_IDS, found)}"}
    if "@context" not in document:
        return {**made, **document}
    return {"@context": document["@context"], **made, **{key: document[key] for key in document if key != "@context"}}
