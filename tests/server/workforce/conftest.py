"""An employer with a manager, a stranger, and another employer; the starter pack's real skills."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.workforce.models import Role, Worker

HELP_DESK = "ICT help desk agent"
CALL_CENTRE = "call centre agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who is there."""

    owner: Person
    manager: Person
    stranger: Person
    organisation: Organisation
    other_owner: Person
    other: Organisation


@pytest.fixture
def scene(db: None) -> Scene:
    from stepladder.server.accounts import services

    owner = services.add_person(email="owner@company.example", name="Owner")
    manager = services.add_person(email="manager@company.example", name="Manager")
    stranger = services.add_person(email="stranger@example.org", name="Stranger")
    other_owner = services.add_person(email="owner@other.example", name="Other owner")
    organisation = services.add_organisation(owner=owner, name="Company", employs=True)
    services.give_access(actor=owner, person=manager, organisation=organisation, access=["manager"])
    return Scene(
        owner=owner,
        manager=manager,
        stranger=stranger,
        organisation=organisation,
        other_owner=other_owner,
        other=services.add_organisation(owner=other_owner, name="Other company", employs=True),
    )


@pytest.fixture
def make_role(scene: Scene) -> Callable[..., Role]:
    """Make a role from the nearest occupation of the starter pack."""
    from stepladder.server.catalog.selectors import framework
    from stepladder.server.workforce import services

    def make(text: str = HELP_DESK, **kwargs: object) -> Role:
        uri = framework().search_occupations(text, 1)[0].uri
        fields = {"name": "", "occupation_uri": uri, **kwargs}
        return services.add_role(actor=scene.manager, organisation=scene.organisation, **fields)

    return make


@pytest.fixture
def make_worker(scene: Scene) -> Callable[..., Worker]:
    from stepladder.server.workforce import services

    counter = iter(range(1, 10_000))

    def make(name: str = "", **kwargs: object) -> Worker:
        number = next(counter)
        fields = {"name": name or f"Worker {number:03}", "number": f"N{number:04}", **kwargs}
        return services.add_worker(actor=scene.manager, organisation=scene.organisation, **fields)

    return make


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make a small XLSX file from the XML of its sheet."""

    def make(sheet: str, **parts: bytes) -> bytes:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        packages = "http://schemas.openxmlformats.org/package/2006"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        files = {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="People" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
            for name, content in parts.items():
                archive.writestr(f"xl/{name}.xml", content)
        return buffer.getvalue()

    return make
