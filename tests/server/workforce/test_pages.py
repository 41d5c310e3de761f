"""The employer's pages: for owners and managers, 404 for everybody else, empty states, POST then redirect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stepladder.server.kernel import clock
from stepladder.server.kernel.models import OutboxMessage
from stepladder.server.rewards import services as rewards
from stepladder.server.web.employer.urls import urlpatterns
from stepladder.server.workforce import services
from stepladder.server.workforce.models import PeopleImport, Role, TrainingBudget, TrainingRequest, Worker
from stepladder.skills import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from .conftest import Scene

pytestmark = [pytest.mark.server, pytest.mark.django_db]

NAMES = sorted(pattern.name for pattern in urlpatterns if pattern.name not in {None, "start"})  # start is anybody's
WITH_ROWS = sorted(one.name for one in urlpatterns if one.name and one.pattern.converters and one.name != "invitation")


def address(name: str, **known: object) -> str:
    pattern = next(one for one in urlpatterns if one.name == name)
    keys = pattern.pattern.converters
    return reverse(f"employer:{name}", kwargs={key: known.get(key, "x" if key == "token" else uuid4()) for key in keys})


@pytest.fixture
def full(scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]) -> dict[str, object]:
    """Something of everything."""
    role = make_role(target_seats=3)
    uris = [one.skill_uri for one in role.requirements.filter(essential=True)]
    worker = make_worker("<b>Ana</b> Lind", role=role, email="ana@company.example")
    other = make_worker(
        "Bo Berg", team=services.add_team(actor=scene.manager, organisation=scene.organisation, name="Shop")
    )
    services.accept_proof(
        worker=worker,
        attestations=[SkillAttestation(skill=uris[0], strength="assessed", source="urn:c:1")],
        credential_iri="urn:c:1",
        credential_name="IT support foundations",
        issuer_name="College",
        share_iri="urn:s:1",
        valid_until=clock.now() + timedelta(days=20),
    )
    services.note_skills(actor=scene.manager, worker=other, skill_uris=uris[:3])
    request = services.ask_for_training(
        worker=worker,
        actor=scene.manager,
        achievement_iri="urn:a:1",
        title="Networks",
        price_cents=5_000,
        currency="EUR",
        hours=20,
    )
    rule = rewards.add_rule(
        actor=scene.manager, organisation=scene.organisation, name="Skill", points=10, skill_uri=uris[0]
    )
    kept = services.read_people_file(
        actor=scene.manager,
        organisation=scene.organisation,
        data=b"number,name,email,skills\n77,New One,,juggling\n,Nobody,x,\n",
        filename="people.csv",
    )
    return {
        "worker_id": worker.pk, "role_id": role.pk, "request_id": request.pk, "rule_id": rule.pk, "import_id": kept.pk,
        "token": services.invitation_token(worker), "share_id": uuid4(),
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_everybody_else_gets_404_or_is_sent_to_sign_in(
    client: Client, scene: Scene, full: dict[str, object], name: str
) -> None:
    known = {**full, "token": "x"}
    for method in (client.get, client.post):
        assert method(address(name, **known)).status_code in {302, 405}
    for person in (scene.stranger, scene.other_owner):
        client.force_login(person)
        for method in (client.get, client.post):
            response = method(address(name, **known) + f"?org={scene.organisation.slug}")
            assert response.status_code in {404, 405}, (name, person)


@pytest.mark.parametrize("name", WITH_ROWS)
def test_rows_of_another_organisation_are_404(client: Client, scene: Scene, full: dict[str, object], name: str) -> None:
    client.force_login(scene.other_owner)
    for method in (client.get, client.post):
        assert method(address(name, **full)).status_code in {404, 405}, name


@pytest.mark.parametrize("who", ["owner", "manager"])
@pytest.mark.parametrize("name", NAMES)
def test_owners_and_managers_see_every_page(
    client: Client, scene: Scene, full: dict[str, object], name: str, who: str
) -> None:
    client.force_login(getattr(scene, who))
    query = f"?role={full['role_id']}" if name in {"matrix_csv", "matrix_teams", "matrix"} else ""
    response = client.get(address(name, **full) + query)
    assert response.status_code in {200, 405}
    if response.status_code == 200 and "html" in response["Content-Type"]:
        assert b"<b>Ana</b>" not in response.content
        assert b"style=" not in response.content


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "people",
        "people_import",
        "baseline",
        "roles",
        "role_new",
        "matrix",
        "requests",
        "shares",
        "rewards",
        "rule_new",
    ],
)
def test_day_one_has_words_and_a_next_step(client: Client, scene: Scene, name: str) -> None:
    client.force_login(scene.manager)
    response = client.get(address(name))
    assert response.status_code == 200
    assert b"button" in response.content


def test_nonsense_in_the_address_is_404_or_ignored(client: Client, scene: Scene, full: dict[str, object]) -> None:
    client.force_login(scene.manager)
    for query in ("?team=nonsense", "?role=nonsense", f"?team={uuid4()}"):
        assert client.get(address("people") + query).status_code == 404
    for query in ("?page=zzz", "?page=999", "?q=%00&skill=%00", "?who=nobody&order=x", "?skill=" + "x" * 500):
        for name in ("people", "matrix", "role", "person"):
            assert client.get(address(name, **full) + query).status_code == 200, (name, query)


def test_a_file_goes_from_upload_over_preview_to_people(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    file = SimpleUploadedFile("people.csv", b"number,name\n1,Ana\n,Nobody\n")
    response = client.post(address("people_import"), {"file": file})
    kept = PeopleImport.objects.get()
    preview = address("people_preview", import_id=kept.pk)
    assert response["Location"] == preview
    shown = client.get(preview).content.decode()
    assert "There is no number" in shown
    assert "Take in 1 person" in shown
    assert not Worker.objects.exists()
    assert client.post(preview)["Location"] == address("people")
    assert client.post(preview).status_code == 302
    assert Worker.objects.count() == 1
    client.post(address("people_undo", import_id=kept.pk))
    assert not Worker.objects.exists()


@pytest.mark.parametrize(
    "file", [None, SimpleUploadedFile("x.csv", b"nothing,here\n1,2\n"), SimpleUploadedFile("x.xlsx", b"PK\x03\x04zz")]
)
def test_a_file_that_cannot_be_read_says_why(client: Client, scene: Scene, file: SimpleUploadedFile | None) -> None:
    client.force_login(scene.manager)
    if file:
        file.seek(0)
    response = client.post(address("people_import"), {"file": file} if file else {})
    assert response.status_code == 400
    assert b"field__error" in response.content
    assert not PeopleImport.objects.exists()


def test_a_role_is_made_from_an_occupation_and_changed(client: Client, scene: Scene) -> None:
    from stepladder.server.catalog.selectors import framework

    client.force_login(scene.manager)
    hit = framework().search_occupations("ICT help desk agent", 1)[0]
    url = address("role_new")
    assert hit.uri.encode() in client.get(url, {"q": "help desk"}).content.replace(b"%3A", b":").replace(b"%2F", b"/")
    client.post(f"{url}?occupation={hit.uri}", {"name": "Help desk", "target_seats": "4"})
    role = Role.objects.get()
    uri = role.requirements.first().skill_uri
    client.post(address("role_skills", role_id=role.pk), {"skill": uri, "do": "optional"})
    assert not role.requirements.get(skill_uri=uri).essential
    client.post(address("role_skills", role_id=role.pk), {"skill": uri, "do": "drop"})
    assert not role.requirements.filter(skill_uri=uri).exists()
    client.post(address("role_skills", role_id=role.pk), {"skill": "http://nowhere.example/unknown"})
    assert b"has no skill" in client.get(address("role", role_id=role.pk)).content
    twice = client.post(url + "?blank=yes", {"name": "Help desk", "target_seats": "1"})
    assert b"already a role" in twice.content


def test_a_person_is_edited_noted_moved_and_invited(
    client: Client, scene: Scene, full: dict[str, object], make_role: Callable[..., Role]
) -> None:
    client.force_login(scene.manager)
    new = make_role("call centre agent")
    uri = new.requirements.first().skill_uri
    client.post(address("person_skill", **full), {"skill": uri})
    client.post(address("person_move", **full), {"role": str(new.pk)})
    client.post(address("person_invite", **full))
    worker = Worker.objects.get(pk=full["worker_id"])
    assert worker.role == new
    assert worker.baseline.filter(skill_uri=uri, source="employer").exists()
    client.post(address("person_skill", **full), {"skill": uri, "do": "forget"})
    assert not worker.baseline.exists()
    subjects = [row.payload["subject"] for row in OutboxMessage.objects.filter(kind="mail")]
    assert any("what you can do" in subject for subject in subjects)
    assert any("Your new role" in subject for subject in subjects)
    fields = {
        "name": "Ana",
        "number": "changed",
        "email": "ANA@x.example",
        "left_on": "2000-01-01",
        "joined_on": "2001-01-01",
    }
    assert b"before the start date" in client.post(address("person_edit", **full), fields).content
    client.post(address("person_edit", **full), {**fields, "left_on": ""})
    worker.refresh_from_db()
    assert (worker.email, worker.number) == ("ana@x.example", "N0001")


def test_requests_are_decided_and_the_budget_is_set(client: Client, scene: Scene, full: dict[str, object]) -> None:
    client.force_login(scene.manager)
    decide = address("request_decide", **full)
    client.post(decide, {"decision": "approve"})
    assert "€0 are left" in client.get(address("requests")).content.decode()
    assert client.post(address("budget"), {"amount": "-1", "currency": "EUR"}).status_code == 400
    client.post(address("budget"), {"amount": "120.50", "currency": "eur"})
    assert TrainingBudget.objects.get().amount_cents == 12_050
    client.post(decide, {"decision": "perhaps"})
    assert TrainingRequest.objects.get().state == "waiting"
    client.post(decide, {"decision": "approve", "note": "Good luck"})
    client.post(address("request_paid", **full))
    assert TrainingRequest.objects.get().paid_at is not None


def test_the_invitation_links_the_account_and_keeps_the_ticks(
    client: Client, scene: Scene, full: dict[str, object]
) -> None:
    url = address("invitation", **full)
    client.force_login(scene.stranger)
    assert b"Yes, that is me" in client.get(url).content
    worker = Worker.objects.get(pk=full["worker_id"])
    assert worker.person is None, "looking links nobody"
    uris = [one.skill_uri for one in worker.role.requirements.all()]
    client.post(url, {"skill": [uris[1], "http://nowhere.example/not-asked"]})
    worker.refresh_from_db()
    assert worker.person == scene.stranger
    assert list(worker.baseline.values_list("skill_uri", "source")) == [(uris[1], "worker")]
    client.force_login(scene.other_owner)
    client.post(url, {})
    worker.refresh_from_db()
    assert worker.person == scene.stranger


def test_a_rule_is_made_for_a_skill_and_ended(client: Client, scene: Scene) -> None:
    from stepladder.server.catalog.selectors import framework
    from stepladder.server.rewards.models import RewardRule

    client.force_login(scene.manager)
    uri = framework().search_skills("provide ICT support", 1)[0].uri
    url = f"{address('rule_new')}?skill={uri}"
    assert b"Points for the skill" in client.get(url).content
    assert client.post(url, {"name": "Support", "points": "0", "skill": uri}).status_code == 400
    client.post(url, {"name": "Support", "points": "50", "skill": uri})
    rule = RewardRule.objects.get()
    assert rule.skill_uri == uri
    client.post(address("rule_end", rule_id=rule.pk))
    rule.refresh_from_db()
    assert rule.ended_at is not None


def test_tables_leave_without_formulas(client: Client, scene: Scene, make_worker: Callable[..., Worker]) -> None:
    make_worker('=HYPERLINK("http://x.example")', email="w@company.example")
    client.force_login(scene.manager)
    response = client.get(address("people_csv"))
    assert "attachment" in response["Content-Disposition"]
    assert "\"'=HYPERLINK" in response.content.decode()
    again = SimpleUploadedFile("people.csv", response.content)
    client.post(address("people_import"), {"file": again})
    assert [one.status for one in services.plan_import(PeopleImport.objects.get())] == ["same"]


def test_the_matrix_page_of_three_hundred_needs_few_queries(
    client: Client, scene: Scene, full: dict[str, object], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    role = Role.objects.get(pk=full["role_id"])
    Worker.objects.bulk_create(
        Worker(organisation=scene.organisation, name=f"Worker {n}", number=str(n), role=role) for n in range(300)
    )
    client.force_login(scene.manager)
    client.get(address("matrix"))
    with django_assert_max_num_queries(12):
        response = client.get(address("matrix"), {"role": str(role.pk)})
    assert response.content.count(b'<th scope="row">') >= 50


def test_somebody_who_manages_two_organisations_chooses(client: Client, scene: Scene) -> None:
    from stepladder.server.accounts import services as accounts

    accounts.give_access(actor=scene.other_owner, person=scene.manager, organisation=scene.other, access=["manager"])
    client.force_login(scene.manager)
    assert b"Company: overview" in client.get(address("home")).content
    assert b"Other company: overview" in client.get(address("home") + f"?org={scene.other.slug}").content
    assert b"People of Other company" in client.get(address("people")).content
