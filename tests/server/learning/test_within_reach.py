"""What moves know on a page: job zones and pay where the server has them, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import planning
from stepladder.server.learning import services
from stepladder.skills.frameworks.crosswalk import KIND, Crosswalk, OccupationRow
from stepladder.skills.sealed import SealedFolder

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.server.accounts.models import Person

pytestmark = [pytest.mark.server, pytest.mark.django_db]


@pytest.fixture
def agent(learner: Person) -> str:
    uri = catalog.framework().occupation("call centre agent").uri
    services.add_work(person=learner, title="phone", occupation_uri=uri)
    return uri


def store(folder: Path, rows: dict[str, OccupationRow]) -> Path:
    return SealedFolder(folder / "tables").save(KIND, "esco-onet", Crosswalk(rows=rows).to_bytes())


def test_pay_and_its_source_stand_beside_a_move(learner: Person, agent: str, settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    before = planning.steps_within_reach(learner)
    assert {one.pay for one in before} == {""}
    assert before[0].sources == ()
    near, far = before[0].uri, before[1].uri
    rows = {agent: (2, 20_000), near: (3, 24_000), far: (5, 90_000)}
    store(tmp_path, {uri: OccupationRow(job_zone=zone, earnings=pay) for uri, (zone, pay) in rows.items()})
    after = {one.uri: one for one in planning.steps_within_reach(learner)}
    assert after[near].pay == "24,000 GBP"
    assert any("Nesta's indicative earnings" in sentence for sentence in after[near].sources)
    assert far not in after


def test_a_damaged_table_does_not_stop_the_page(learner: Person, agent: str, settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    store(tmp_path, {agent: OccupationRow(job_zone=2)}).write_bytes(b"damaged")
    assert planning.steps_within_reach(learner)


def test_the_page_says_where_pay_comes_from(learner: Person, agent: str, settings, tmp_path: Path, client) -> None:
    settings.DATA_FOLDER = tmp_path
    target = planning.steps_within_reach(learner)[0].uri
    store(tmp_path, {uri: OccupationRow(job_zone=2, earnings=20_000) for uri in (agent, target)})
    client.force_login(learner)
    from django.urls import reverse

    text = client.get(reverse("learner:goal")).content.decode()
    assert "20,000 GBP a year" in text
    assert "Mapping Career Causeways" in text
