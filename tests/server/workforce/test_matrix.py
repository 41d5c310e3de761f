"""Roles, the baseline, proof and the matrix in which they never look alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce import selectors, services
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, Worker
from stepladder.skills import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries

    from stepladder.server.workforce.models import Role

    from .conftest import Scene

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def prove(
    worker: Worker,
    *uris: str,
    strength: str = "assessed",
    days: int | None = None,
    n: int = 1,
    share: str = "urn:share:1",
) -> tuple[ProvedSkill, ...]:
    return services.accept_proof(
        worker=worker,
        attestations=[SkillAttestation(skill=uri, strength=strength, source=f"urn:credential:{n}") for uri in uris],
        credential_iri=f"urn:credential:{n}",
        credential_name="IT support foundations",
        issuer_name="College",
        share_iri=share,
        valid_until=clock.now() + timedelta(days=days) if days is not None else None,
    )


def states(role: Role, worker: Worker) -> dict[str, str]:
    return {line.skill_uri: cell.state for line, cell in selectors.lines_for(role=role, worker=worker)}


def test_a_role_takes_the_skills_of_its_occupation_and_can_be_changed(
    scene: Scene, make_role: Callable[..., Role]
) -> None:
    role = make_role(target_seats=4)
    first = role.requirements.filter(essential=True).first()
    assert role.occupation_label == "ICT help desk agent"
    assert role.requirements.filter(essential=True).count() >= 10
    services.require_skill(actor=scene.manager, role=role, skill_uri=first.skill_uri, essential=False)
    first.refresh_from_db()
    assert not first.essential
    assert services.drop_requirement(actor=scene.manager, role=role, skill_uri=first.skill_uri) == 1
    with pytest.raises(Refusal, match="already a role"):
        make_role()


def test_a_role_that_a_file_named_is_filled_from_an_occupation(scene: Scene, make_role: Callable[..., Role]) -> None:
    empty = services.add_role(actor=scene.manager, organisation=scene.organisation, name="Help desk")
    assert make_role(name="help desk").pk == empty.pk
    assert empty.requirements.exists()


def test_the_four_states_and_their_order(
    scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    worker = make_worker(role=role)
    uris = [one.skill_uri for one in role.requirements.filter(essential=True)]
    services.expect_from_roles(actor=scene.manager, organisation=scene.organisation)
    assert set(states(role, worker).values()) <= {"probable", "missing"}
    services.note_skills(actor=scene.manager, worker=worker, skill_uris=[uris[0]])
    assert states(role, worker)[uris[0]] == "claim"
    prove(worker, uris[0])
    assert states(role, worker)[uris[0]] == "proof"
    prove(worker, uris[1], days=30, n=2)
    assert states(role, worker)[uris[1]] == "lapsing"
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert states(role, worker)[uris[1]] == "claim"
    row = selectors.matrix(role=role, workers=[worker]).rows[0]
    assert (row.proved, row.claimed) == (2, 0)


def test_expectations_are_never_claims_and_a_weaker_word_never_replaces_a_stronger(
    scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    worker = make_worker(role=role)
    uri = role.requirements.filter(essential=True).first().skill_uri
    services.note_skills(actor=scene.manager, worker=worker, skill_uris=[uri])
    services.expect_from_roles(actor=scene.manager, organisation=scene.organisation)
    assert BaselineSkill.objects.get(worker=worker, skill_uri=uri).source == "employer"
    assert services.expect_from_roles(actor=scene.manager, organisation=scene.organisation) == 0


def test_counts_know_the_single_point_of_failure(
    make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    uris = [one.skill_uri for one in role.requirements.filter(essential=True)]
    ana, bo = make_worker("Ana", role=role), make_worker("Bo", role=role)
    prove(ana, uris[0], uris[1])
    prove(bo, uris[1], n=2)
    columns = {one.requirement.skill_uri: one for one in selectors.matrix(role=role, workers=[ana, bo]).columns}
    assert columns[uris[0]].single
    assert columns[uris[0]].only == ana
    assert columns[uris[1]].proved == 2
    assert not columns[uris[1]].single


def test_accepting_the_same_share_twice_is_once_and_the_gap_closed_is_named(
    make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    worker = make_worker()
    worker.aims_at = role
    worker.save()
    wanted = role.requirements.filter(essential=True).first()
    new = prove(worker, wanted.skill_uri)
    assert selectors.gaps_closed(new) == (wanted.skill_label,)
    assert prove(worker, wanted.skill_uri) == ()
    assert selectors.gaps_closed(prove(worker, wanted.skill_uri, n=2)) == ()
    assert ProvedSkill.objects.filter(worker=worker).count() == 2


def test_proof_ends_with_its_credential_or_its_share_only(
    make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    worker = make_worker(role=role)
    uri = role.requirements.filter(essential=True).first().skill_uri
    prove(worker, uri, share="urn:share:1")
    prove(worker, uri, share="urn:share:2")
    assert services.end_proof(share_iri="urn:share:1", because="withdrawn") == 1
    assert states(role, worker)[uri] == "proof"
    assert services.end_proof(credential_iri="urn:credential:1", because="revoked") == 1
    assert states(role, worker)[uri] == "missing"
    assert services.end_proof(credential_iri="urn:credential:1", because="revoked") == 0
    with pytest.raises(ValueError, match="one of the two"):
        services.end_proof(because="revoked")


def test_a_mere_claim_proves_nothing(make_worker: Callable[..., Worker]) -> None:
    worker = make_worker()
    assert prove(worker, "http://data.europa.eu/esco/skill/x", strength="claimed") == ()


def test_who_could_fill_a_role_counts_proof_and_claims_apart(
    scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    uris = [one.skill_uri for one in role.requirements.filter(essential=True)]
    ana, bo, _none = make_worker("Ana"), make_worker("Bo"), make_worker("Cem")
    prove(ana, uris[0])
    services.note_skills(actor=scene.manager, worker=bo, skill_uris=uris[:2])
    found = selectors.candidates(role=role, workers=selectors.workers_in(scene.organisation))
    assert [(one.row.worker.name, one.row.proved, one.row.claimed) for one in found] == [("Bo", 0, 2), ("Ana", 1, 0)]
    assert len(found[0].lacking) == len(uris) - 2


def test_who_left_no_longer_counts(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    worker = make_worker()
    services.change_worker(actor=scene.manager, worker=worker, left_on=clock.now().date() - timedelta(days=1))
    assert not selectors.workers_in(scene.organisation).exists()
    assert selectors.workers_in(scene.organisation, left=True).count() == 1


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 8}, set()),
        ({"a": 9, "b": 8, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 4, "c": 3}, {"b", "c"}),
        ({"a": 4}, {"a"}),
    ],
)
def test_totals_that_are_passed_on_name_no_group_below_five(
    scene: Scene,
    make_role: Callable[..., Role],
    make_worker: Callable[..., Worker],
    sizes: dict[str, int],
    hidden: set[str],
) -> None:
    role = make_role()
    for name, size in sizes.items():
        team = services.add_team(actor=scene.manager, organisation=scene.organisation, name=name)
        for _ in range(size):
            make_worker(team=team)
    found = selectors.matrix(role=role, workers=selectors.workers_in(scene.organisation))
    assert {one.name for one in selectors.team_totals(found) if one.people is None} == hidden


def test_the_lapse_forecast_leaves_out_what_is_proved_for_longer(
    scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    uris = [one.skill_uri for one in role.requirements.filter(essential=True)]
    worker = make_worker(role=role)
    prove(worker, uris[0], uris[1], days=10)
    prove(worker, uris[0], n=2)
    (one,) = selectors.lapse_forecast(scene.organisation)
    assert len(one.skills) == 1
    assert one.alone == one.skills


def test_the_matrix_of_three_hundred_needs_few_queries(
    scene: Scene,
    make_role: Callable[..., Role],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    settings: LazySettings,
) -> None:
    role = make_role()
    Worker.objects.bulk_create(
        Worker(organisation=scene.organisation, name=f"Worker {n}", number=str(n), role=role) for n in range(300)
    )
    uri = role.requirements.first().skill_uri
    BaselineSkill.objects.bulk_create(
        BaselineSkill(worker=worker, skill_uri=uri, skill_label="x") for worker in Worker.objects.all()
    )
    with django_assert_max_num_queries(6):
        found = selectors.matrix(role=role, workers=selectors.workers_in(scene.organisation))
    assert len(found.rows) == 300


def test_only_the_linked_person_or_a_manager_declares(
    scene: Scene, make_role: Callable[..., Role], make_worker: Callable[..., Worker]
) -> None:
    role = make_role()
    worker = make_worker(role=role)
    uris = [one.skill_uri for one in role.requirements.all()]
    with pytest.raises(Refusal):
        services.declare_skills(actor=scene.stranger, worker=worker, offered=uris, ticked=uris[:1])
    linked = services.link_person(actor=scene.stranger, worker=worker, person=scene.stranger)
    services.expect_from_roles(actor=scene.manager, organisation=scene.organisation)
    assert services.declare_skills(actor=scene.stranger, worker=linked, offered=uris, ticked=uris[:2]) == 2
    assert set(BaselineSkill.objects.values_list("source", flat=True)) == {"worker"}
    with pytest.raises(Refusal, match="already linked"):
        services.link_person(actor=scene.other_owner, worker=worker, person=scene.other_owner)


def test_an_invitation_that_was_altered_or_is_old_is_refused(make_worker: Callable[..., Worker]) -> None:
    worker = make_worker()
    token = services.invitation_token(worker)
    assert services.worker_of_token(token) == worker
    with pytest.raises(Refusal) as caught:
        services.worker_of_token(token[:-2] + "xx")
    assert caught.value.status == 404
