from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import planning
from stepladder.server.learning import selectors, services
from stepladder.server.learning.models import Enrolment, SkillClaim, Submission, WorkHistory
from stepladder.server.web.learner.reading import read_cv
from stepladder.server.web.learner.urls import urlpatterns

from .conftest import QUESTIONS, offer, url, words

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

    from stepladder.server.accounts.models import Person

    from .conftest import School

pytestmark = [pytest.mark.server, pytest.mark.django_db]
PLAIN = ["today", "life", "cv", "skills", "goal", "gap", "plan"]


class TestEmpty:
    @pytest.mark.parametrize("name", PLAIN)
    def test_every_page_answers_a_newcomer(self, as_learner: Client, name: str) -> None:
        response = as_learner.get(url(name))
        assert response.status_code == 200
        assert "<title>" in response.content.decode()

    def test_the_way_in_begins_with_a_job(self, as_learner: Client) -> None:
        assert "Begin with a job" in words(as_learner.get(url("today")))

    @pytest.mark.parametrize("name", PLAIN)
    def test_nobody_is_sent_to_sign_in(self, client: Client, name: str) -> None:
        response = client.get(url(name))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


class TestStrangers:
    def test_every_page_with_an_id_is_404_for_a_stranger(
        self, learner: Person, as_stranger: Client, help_desk: str
    ) -> None:
        work = services.add_work(person=learner, title="x")
        degree = services.add_education(person=learner, title="x")
        goal = services.set_goal(person=learner, target_uri=help_desk)
        for address in (
            url("work", work.pk),
            url("work_remove", work.pk),
            url("education_remove", degree.pk),
            url("goal_resume", goal.pk),
        ):
            method = as_stranger.get if address == url("work", work.pk) else as_stranger.post
            assert method(address).status_code == 404, address
        assert WorkHistory.objects.exists()

    def test_what_does_not_exist_is_404(self, as_learner: Client) -> None:
        own = [each for each in urlpatterns if getattr(each, "name", None) and "pk" in str(each.pattern)]
        assert len(own) > 8
        for each in own:
            kwargs = {"pk": uuid4()} | ({"position": 1} if "position" in str(each.pattern) else {})
            address = reverse(f"learner:{each.name}", kwargs=kwargs)
            assert 404 in {as_learner.get(address).status_code, as_learner.post(address).status_code}, address

    def test_a_course_not_published_is_404(self, as_learner: Client, school: School) -> None:
        draft = offer(school.registrar, school.organisation, "Draft", (), publish=False)
        course = services.add_course(achievement=draft, questions=QUESTIONS)
        assert as_learner.get(url("course", course.pk)).status_code == 404
        assert as_learner.post(url("course_enrol", course.pk)).status_code == 404
        assert not Enrolment.objects.exists()

    def test_the_assessors_pages_are_for_assessors(self, learner: Person, as_learner: Client, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        submission = services.hand_in_work(enrolment=enrolment, text="mine")
        assert as_learner.get(reverse("issuer:submissions")).status_code == 404
        address = reverse("issuer:submission", args=[submission.pk])
        assert as_learner.get(address).status_code == 404
        assert as_learner.post(address, {"point-0": "met", "point-1": "met"}).status_code == 404
        assert Submission.objects.get().state == "waiting"

    def test_posts_need_their_token(self, learner: Person) -> None:
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        client.force_login(learner)
        assert client.post(url("work_add"), {"title": "x"}).status_code == 403


class TestLife:
    def test_a_job_is_added_and_its_occupation_chosen(self, as_learner: Client, learner: Person) -> None:
        response = as_learner.post(url("work_add"), {"title": "call centre agent"})
        work = selectors.work_history(learner)[0]
        assert response["Location"] == url("work", work.pk)
        assert "Call centre agent" in words(as_learner.get(url("work", work.pk)))
        uri = catalog.framework().occupation("call centre agent").uri
        as_learner.post(url("work", work.pk), {"occupation": uri})
        assert selectors.work_history(learner)[0].occupation_uri == uri
        assert "usual for call centre agent" in words(as_learner.get(url("skills")))

    def test_html_in_a_title_is_shown_as_words(self, as_learner: Client) -> None:
        as_learner.post(url("work_add"), {"title": "<script>alert(1)</script>"})
        page = as_learner.get(url("life")).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    @pytest.mark.parametrize("title", ["", " ", "x" * 201, "a\x00b"])
    def test_a_title_that_cannot_be_is_an_error_on_the_page(self, as_learner: Client, title: str) -> None:
        response = as_learner.post(url("work_add"), {"title": title})
        assert response.status_code == 422
        assert "Something needs your attention" in words(response)
        assert not WorkHistory.objects.exists()

    def test_an_unknown_occupation_becomes_words(self, as_learner: Client, learner: Person) -> None:
        work = services.add_work(person=learner, title="x")
        response = as_learner.post(url("work", work.pk), {"occupation": "urn:none"}, follow=True)
        assert "not in the framework" in words(response)

    def test_degrees_come_and_go(self, as_learner: Client, learner: Person) -> None:
        as_learner.post(url("education_add"), {"title": "Diploma", "year": "1999"})
        row = selectors.education(learner)[0]
        assert "Diploma" in words(as_learner.get(url("life")))
        as_learner.post(url("education_remove", row.pk))
        assert not selectors.education(learner)


class TestCv:
    TEXT = "Call centre agent, Harbourline Services, 2006 to today\nhandle customer complaints; data protection"

    def test_it_is_read_offered_and_not_kept(self, as_learner: Client, learner: Person) -> None:
        as_learner.post(url("cv"), {"text": self.TEXT})
        page = as_learner.get(url("cv"))
        found = as_learner.session["learner.cv_found"]
        assert [job["label"] for job in found["jobs"]] == ["call centre agent"]
        assert found["skills"]
        assert self.TEXT not in str(found)
        assert "Call centre agent" in words(page)
        as_learner.post(url("cv_keep"), {"job": found["jobs"][0]["uri"], "skill": found["skills"][0]["uri"]})
        assert selectors.work_history(learner)[0].occupation_label == "call centre agent"
        assert [row.because for row in selectors.claims(learner)] == ["your CV"]
        assert "learner.cv_found" not in as_learner.session

    def test_a_skill_is_not_taken_for_a_job(self) -> None:
        framework = catalog.framework("starter")
        found = read_cv("2001 - 2004\nCall centre agent\n\ndata protection\nhandle complaints", framework, set(), set())
        assert [job["label"] for job in found["jobs"]] == ["call centre agent"]
        noted = {found["jobs"][0]["uri"]}
        assert read_cv("2001 - 2004\nCall centre agent", framework, set(), noted)["jobs"] == []

    def test_throwing_away_leaves_nothing(self, as_learner: Client) -> None:
        as_learner.post(url("cv"), {"text": self.TEXT})
        as_learner.post(url("cv_throw_away"))
        assert "learner.cv_found" not in as_learner.session
        assert not SkillClaim.objects.exists()

    def test_a_long_text_is_refused_in_words(self, as_learner: Client) -> None:
        response = as_learner.post(url("cv"), {"text": "x" * 40_001})
        assert response.status_code == 422
        assert "at most 40000" in words(response)

    def test_ten_megabytes_do_no_harm(self, as_learner: Client) -> None:
        response = as_learner.post(url("cv"), {"text": "x" * 10_000_000})
        assert 400 <= response.status_code < 500
        assert "learner.cv_found" not in as_learner.session

    def test_an_unknown_skill_keeps_nothing(self, as_learner: Client) -> None:
        as_learner.post(url("cv"), {"text": self.TEXT})
        job = as_learner.session["learner.cv_found"]["jobs"][0]["uri"]
        as_learner.post(url("cv_keep"), {"job": job, "skill": "urn:none"})
        assert not SkillClaim.objects.exists()
        assert not WorkHistory.objects.exists()


class TestSkills:
    @pytest.mark.usefixtures("learner")
    def test_yes_no_and_undo(self, as_learner: Client, skills_wanted: tuple[str, ...]) -> None:
        page = as_learner.post(url("skills_say"), {"yes": skills_wanted[0]}, follow=True)
        assert "1 skill you say you have" in words(page)
        as_learner.post(url("skills_say"), {"undo": skills_wanted[0]})
        assert not SkillClaim.objects.exists()
        as_learner.post(url("skills_say"), {"skill": skills_wanted[:3], "ticked": "no"})
        assert SkillClaim.objects.filter(denied=True).count() == 3
        assert "What you said no to (3)" in words(as_learner.get(url("skills")))

    def test_an_unknown_skill_saves_nothing_and_says_so(
        self, as_learner: Client, skills_wanted: tuple[str, ...]
    ) -> None:
        page = as_learner.post(url("skills_say"), {"yes": [skills_wanted[0], "urn:none"]}, follow=True)
        assert "nothing was saved" in words(page)
        assert not SkillClaim.objects.exists()

    def test_bytes_that_no_database_takes(self, as_learner: Client, learner: Person, school: School) -> None:
        for data in ({"undo": "a\x00b"}, {"yes": "a\x00b"}, {"skill": "\x00", "ticked": "no", "because": "\x00"}):
            assert as_learner.post(url("skills_say"), data).status_code == 302
        services.enrol(person=learner, course=school.work)
        work = {"text": "a\x00b", "link": ""}
        assert as_learner.post(url("course_work", school.work.pk), work).status_code == 422

    def test_nothing_ticked_is_a_hint(self, as_learner: Client) -> None:
        assert "Tick at least one" in words(as_learner.post(url("skills_say"), {"ticked": "yes"}, follow=True))

    def test_next_leads_to_our_own_pages_only(self, as_learner: Client, skills_wanted: tuple[str, ...]) -> None:
        for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            response = as_learner.post(url("skills_say"), {"yes": skills_wanted[0], "next": wanted})
            assert response["Location"] == url("skills")

    def test_a_hundred_skills_are_paged_filtered_and_downloaded(self, as_learner: Client, learner: Person) -> None:
        services.claim_skills(person=learner, skills=list(catalog.framework().skills)[:120])
        page = as_learner.get(url("skills"), {"page": 3, "strength": "claimed"})
        assert "81 to 120 of 120" in words(page)
        assert as_learner.get(url("skills"), {"strength": "nonsense", "page": "-9"}).status_code == 200
        rows = list(csv.reader(io.StringIO(as_learner.get(url("skills_csv")).content.decode())))
        assert len(rows) == 121

    def test_a_search_finds_and_does_not_fail(self, as_learner: Client) -> None:
        assert "Yes, I can" in words(as_learner.get(url("skills"), {"q": "answer calls"}))
        for q in ("zzzzqqqq", "\x00", "<b>", "x" * 5000, "%s{}'\""):
            assert as_learner.get(url("skills"), {"q": q}).status_code == 200


class TestGoal:
    def test_choose_change_end_and_take_up_again(self, as_learner: Client, learner: Person, help_desk: str) -> None:
        assert "Choose" in words(as_learner.get(url("goal"), {"q": "help desk"}))
        as_learner.post(url("goal_choose"), {"target": help_desk})
        as_learner.post(url("goal_change"), {"budget": "120.50", "hours_per_week": "6", "deadline": ""})
        goal = selectors.goal_of(learner)
        assert (goal.budget_cents, goal.hours_per_week) == (12050, 6)
        as_learner.post(url("goal_end"))
        assert selectors.goal_of(learner) is None
        assert "Take it up again" in words(as_learner.get(url("goal")))
        as_learner.post(url("goal_resume", goal.pk))
        assert selectors.goal_of(learner) == goal

    @pytest.mark.parametrize(
        "wrong",
        [{"budget": "-5"}, {"budget": "lots"}, {"budget": "NaN"}, {"hours_per_week": "0"}, {"deadline": "2001-01-01"}],
    )
    def test_what_cannot_be_meant_is_an_error_on_the_page(
        self, as_learner: Client, learner: Person, help_desk: str, wrong: dict[str, str]
    ) -> None:
        services.set_goal(person=learner, target_uri=help_desk)
        response = as_learner.post(url("goal_change"), {"budget": "", "hours_per_week": "5", "deadline": "", **wrong})
        assert response.status_code == 422
        assert selectors.goal_of(learner).hours_per_week == 5

    @pytest.mark.parametrize("data", [{"target": "urn:none"}, {"role": "urn:uuid:none"}, {}])
    def test_an_unknown_goal_becomes_words(self, as_learner: Client, learner: Person, data: dict[str, str]) -> None:
        response = as_learner.post(url("goal_choose"), data, follow=True)
        assert response.status_code == 200
        assert selectors.goal_of(learner) is None
        assert re.search(r"not in the framework|not open to you", words(response))


class TestGapAndPlan:
    def test_the_gap_says_both_ways_and_confirms(
        self, as_learner: Client, learner: Person, help_desk: str, skills_wanted: tuple[str, ...]
    ) -> None:
        services.set_goal(person=learner, target_uri=help_desk)
        services.claim_skills(person=learner, skills=skills_wanted[:2])
        text = words(as_learner.get(url("gap")))
        assert "Counting what you say" in text
        assert f"2 of {len(skills_wanted)}" in text
        assert f"0 of {len(skills_wanted)}" in text
        as_learner.post(url("skills_say"), {"yes": skills_wanted[2], "next": url("gap")})
        assert f"3 of {len(skills_wanted)}" in words(as_learner.get(url("gap")))
        assert as_learner.get(url("gap_csv")).content.decode().count("\n") > len(skills_wanted)

    @pytest.mark.usefixtures("school")
    def test_the_plan_says_cost_proof_and_what_stays_open(
        self, as_learner: Client, learner: Person, help_desk: str
    ) -> None:
        services.set_goal(person=learner, target_uri=help_desk, budget_cents=10_000)
        text = words(as_learner.get(url("plan")))
        for part in ("Calls that help", "€49", "Proved: no other choice among the 2 offers", "invented for the demo",
                     "What stays open", "Enrol", "Why not something else?"):  # fmt: skip
            assert part in text or part.startswith("Why not"), part
        assert selectors.last_plan(selectors.goal_of(learner)).document["closed"] == 6
        assert "There is no such plan" in words(as_learner.get(url("plan"), {"full": "on"}))
        other = words(as_learner.get(url("plan"), {"objective": "count", "counting": "proof"}))
        assert "another plan than yours" in other
        as_learner.post(url("plan_keep"), {"objective": "count", "counting": "proof"})
        assert "another plan than yours" not in words(as_learner.get(url("plan")))
        assert planning.kept_choice(selectors.goal_of(learner)).objective == "count"

    @pytest.mark.usefixtures("school")
    def test_nonsense_in_the_address_falls_back(self, as_learner: Client, learner: Person, help_desk: str) -> None:
        services.set_goal(person=learner, target_uri=help_desk)
        for query in ({"objective": "magic"}, {"hours": "-3"}, {"hours": "x" * 400}, {"counting": "<b>"}):
            assert as_learner.get(url("plan"), query).status_code == 200

    @pytest.mark.usefixtures("school")
    def test_the_calendar_holds_an_event_for_each_step(
        self, as_learner: Client, learner: Person, help_desk: str
    ) -> None:
        services.set_goal(person=learner, target_uri=help_desk)
        text = as_learner.get(url("plan_ics")).content.decode()
        assert text.count("BEGIN:VEVENT") == 2
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    @pytest.mark.usefixtures("school")
    def test_the_pages_ask_the_database_little(
        self,
        as_learner: Client,
        learner: Person,
        help_desk: str,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        services.set_goal(person=learner, target_uri=help_desk)
        as_learner.get(url("plan"))
        for name, most in (("gap", 24), ("plan", 30), ("skills", 20), ("today", 24)):
            with django_assert_max_num_queries(most):
                assert as_learner.get(url(name)).status_code == 200
