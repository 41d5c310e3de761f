"""The page on the model shows code that runs as it stands, and names every class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.nesting import look, told

from stepladder.credentials import model
from stepladder.credentials.model.mapping import shape_of

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
ROW = re.compile(r"^\| `(\w+)`(?:, a `(\w+)`)? \| (.*) \|$", re.MULTILINE)
FIELD = re.compile(r"`(\w+)`(\\\*)?")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "model.md").read_text(encoding="utf-8")


def test_the_page_on_the_model_runs_as_it_stands(page: str) -> None:
    names: dict[str, Any] = {}
    blocks = BLOCK.findall(page)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, "model.md", "exec"), names)  # noqa: S102 - our own page
    report = look(names["signed_record"], at=names["now"])
    assert (report.verdict, [verdict for *_, verdict in told(report)]) == ("authentic", ["authentic"])
    assert look(names["signed_badge"], at=names["now"]).inner[0].report.verdict == "authentic"


def test_the_page_on_the_model_names_every_class_and_code(page: str) -> None:
    assert [name for name in model.__all__ if not re.search(rf"\b{name}\b", page)] == []
    for code in ("object", "text", "number", "boolean", "several", "missing", "class", "word"):
        assert f"`model.{code}`" in page


def test_the_page_on_the_model_lists_every_field_and_which_must_be_there(page: str) -> None:
    told = {name: (base, dict(FIELD.findall(fields))) for name, base, fields in ROW.findall(page)}
    classes = {name: getattr(model, name) for name in model.__all__}
    classes = {name: cls for name, cls in classes.items() if isinstance(cls, type) and issubclass(cls, model.Value)}
    assert told.keys() == classes.keys() - {"Value"}
    for name, (base, fields) in told.items():
        inherited = {one.attribute for one in shape_of(classes[base]).members} if base else set()
        own = {one.attribute: one.required for one in shape_of(classes[name]).members}
        assert {one for one in own if one not in {*inherited, "types"}} == fields.keys(), name
        assert {one for one in fields if own[one]} == {one for one, star in fields.items() if star}, name
