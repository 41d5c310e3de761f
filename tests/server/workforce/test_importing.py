"""People from a file: looked at first, taken in once, the same file twice changes nothing, the newest can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce import selectors, services
from stepladder.server.workforce.models import BaselineSkill, PeopleImport, Role, Team, Worker

if TYPE_CHECKING:
    from .conftest import Scene

pytestmark = [pytest.mark.server, pytest.mark.django_db]

FILE = """number,name,email,team,role,skills
1,Ana Lind,Ana@Company.example,Shop,Agent,communicate with customers; juggle with fire
2,Bo Berg,,Shop,Agent,
3,Cem Dahl,cem@company.example,Office,Clerk,COMMUNICATE WITH CUSTOMERS
"""


def take_in(scene: Scene, text: str = FILE) -> PeopleImport:
    kept = services.read_people_file(
        actor=scene.manager, organisation=scene.organisation, data=text.encode(), filename="people.csv"
    )
    return services.apply_people_import(actor=scene.manager, people_import=kept)


def test_nothing_is_written_before_the_yes(scene: Scene) -> None:
    kept = services.read_people_file(
        actor=scene.manager, organisation=scene.organisation, data=FILE.encode(), filename="people.csv"
    )
    assert not Worker.objects.exists()
    assert [one.status for one in services.plan_import(kept)] == ["new"] * 3


def test_people_teams_roles_and_known_skills_are_taken_in(scene: Scene) -> None:
    done = take_in(scene)
    assert done.result == {"new": 3, "changed": 0, "same": 0, "left_out": 0, "skills": 2}
    assert {team.name for team in Team.objects.all()} == {"Shop", "Office"}
    assert {role.name for role in Role.objects.all()} == {"Agent", "Clerk"}
    assert Worker.objects.get(number="1").email == "ana@company.example"
    assert set(BaselineSkill.objects.values_list("source", flat=True)) == {"employer"}
    assert any("juggle with fire" in problem["message"] and not problem["blocks"] for problem in done.problems)


def test_the_same_file_twice_changes_nothing(scene: Scene) -> None:
    take_in(scene)
    before = list(Worker.objects.order_by("pk").values())
    again = take_in(scene)
    assert again.result == {"new": 0, "changed": 0, "same": 3, "left_out": 0, "skills": 0}
    assert list(Worker.objects.order_by("pk").values()) == before


def test_one_yes_is_one_import(scene: Scene) -> None:
    done = take_in(scene)
    assert services.apply_people_import(actor=scene.manager, people_import=done).result == done.result
    assert Worker.objects.count() == 3


def test_empty_cells_leave_what_is_there_and_changes_are_said(scene: Scene) -> None:
    take_in(scene)
    kept = services.read_people_file(
        actor=scene.manager,
        organisation=scene.organisation,
        data=b"number,name,email,team\n1,Ana Lind-Berg,,\n2,Bo Berg,,Office\n",
        filename="people.csv",
    )
    planned = services.plan_import(kept)
    assert [one.changes for one in planned] == [("name: Ana Lind → Ana Lind-Berg",), ("team: Shop → Office",)]
    services.apply_people_import(actor=scene.manager, people_import=kept)
    ana = Worker.objects.select_related("team").get(number="1")
    assert (ana.name, ana.email, str(ana.team)) == ("Ana Lind-Berg", "ana@company.example", "Shop")


def test_an_address_of_somebody_else_blocks_the_line_and_a_swap_does_not(scene: Scene) -> None:
    take_in(scene)
    blocked = take_in(scene, "number,name,email\n2,Bo Berg,ANA@company.example\n")
    assert blocked.result["left_out"] == 1
    swap = take_in(scene, "number,name,email\n1,Ana Lind,cem@company.example\n3,Cem Dahl,ana@company.example\n")
    assert swap.result["changed"] == 2
    assert Worker.objects.get(number="1").email == "cem@company.example"


def test_the_newest_import_can_be_undone_once(scene: Scene) -> None:
    first = take_in(scene)
    second = take_in(scene, "number,name,email,team,role\n1,Renamed,,Office,\n9,New,,Third,\n")
    with pytest.raises(Refusal, match="newest"):
        services.undo_people_import(actor=scene.manager, people_import=first)
    assert services.undo_people_import(actor=scene.manager, people_import=second) == 0
    assert Worker.objects.get(number="1").name == "Ana Lind"
    assert not Worker.objects.filter(number="9").exists()
    with pytest.raises(Refusal):
        services.undo_people_import(actor=scene.manager, people_import=second)
    services.undo_people_import(actor=scene.manager, people_import=first)
    assert not Worker.objects.exists()
    assert not BaselineSkill.objects.exists()


def test_who_has_an_account_stays_when_an_import_is_undone(scene: Scene) -> None:
    done = take_in(scene)
    services.link_person(actor=scene.stranger, worker=Worker.objects.get(number="1"), person=scene.stranger)
    assert services.undo_people_import(actor=scene.manager, people_import=done) == 1
    assert list(Worker.objects.values_list("number", flat=True)) == ["1"]


def test_strangers_and_other_employers_cannot_read_a_file_here(scene: Scene) -> None:
    for person in (scene.stranger, scene.other_owner):
        with pytest.raises(Refusal) as caught:
            services.read_people_file(
                actor=person, organisation=scene.organisation, data=b"number,name\n1,a\n", filename="x.csv"
            )
        assert caught.value.status == 404
    assert not PeopleImport.objects.exists()


def test_numbers_of_other_organisations_are_not_ours(scene: Scene) -> None:
    take_in(scene)
    services.add_worker(actor=scene.other_owner, organisation=scene.other, name="Else", number="1")
    assert selectors.workers_in(scene.organisation).count() == 3
    assert selectors.workers_in(scene.other).count() == 1
