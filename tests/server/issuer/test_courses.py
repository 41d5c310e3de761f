from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import pytest
from django.urls import reverse

from stepladder.server.accounts import services as accounts
from stepladder.server.flows import assessing, enrolling
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.learning.models import Course, Enrolment, Lesson, Question, Submission
from stepladder.server.learning.services import CoursePlan, LessonText, QuestionText
from stepladder.server.web.issuer.course_urls import urlpatterns
from stepladder.testing.cast import ASSESSOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement

pytestmark = [pytest.mark.server, pytest.mark.django_db]


class College(Protocol):
    """An issuer with one published micro-credential, as ``make_college`` gives it."""

    organisation: Organisation
    registrar: Person
    achievement: Achievement


QUESTION = QuestionText(text="What comes first?", choices=("Listen", "Talk"), right=0, because="Who listens, helps.")
HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(2)> <iframe src="https://x.example"></iframe>

[click](javascript:alert(3)) [data](data:text/html;base64,PHNjcmlwdD4=) ![pic](javascript:alert(4))

<a href="javascript:alert(5)" onclick="alert(6)">six</a> **fine** [good](https://good.example)
"""


def words(response: object) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def desk(college: College, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(college.registrar)


@pytest.fixture
def url(college: College) -> Callable[..., str]:
    def make(name: str, *more: object) -> str:
        return reverse(f"issuer:{name}", args=[college.achievement.pk, *more])

    return make


@pytest.fixture
def course(college: College) -> Course:
    """Give a course with two lessons and one question."""
    row = services.begin_course(actor=college.registrar, achievement=college.achievement, plan=CoursePlan())
    for title in ("One", "Two"):
        services.add_lesson(actor=college.registrar, course=row, lesson=LessonText(title=title, text=f"{title}."))
    services.add_question(actor=college.registrar, course=row, question=QUESTION)
    return row


@pytest.fixture
def enrolment(course: Course, learner: Person, college: College) -> Enrolment:
    return enrolling.enrol(person=learner, achievement=college.achievement)


@pytest.fixture
def as_learner(learner: Person, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(learner)


@pytest.fixture
def outsiders(
    college: College,
    make_college: Callable[..., College],
    stranger: Person,
    learner: Person,
    signed_in: Callable[[Person], Client],
) -> list[Client]:
    """Give a stranger, a learner, another issuer, and one who assesses for this issuer but does not design."""
    other = make_college("Guild", email="guild@guild.example", title="Other")
    assessor = accounts.add_person(email=ASSESSOR.email, name=ASSESSOR.name)
    accounts.give_access(
        actor=college.registrar, person=assessor, organisation=college.organisation, access=["assessor"]
    )
    return [signed_in(each) for each in (stranger, learner, other.registrar, assessor)]


def titles(course: Course) -> list[str]:
    return [each.title for each in Lesson.objects.filter(course=course)]


class TestBeginning:
    def test_an_empty_desk_leads_to_a_course_that_learners_can_take(
        self, desk: Client, url: Callable[..., str], college: College, learner: Person
    ) -> None:
        assert "not learnt here yet" in words(desk.get(url("course")))
        assert desk.post(url("course_begin"))["Location"] == url("lesson_new")
        assert desk.post(url("course_begin")).status_code == 302
        assert Course.objects.count() == 1
        assert "Nobody can enrol yet The quiz has no question" in words(desk.get(url("course")))
        assert selectors.course_of(college.achievement) is None
        assert desk.post(url("lesson_new"), {"title": "One", "text": "Listen."})["Location"] == url("course")
        again = desk.post(url("lesson_new"), {"title": "Two", "text": "Ask.", "next": "another"})
        assert again["Location"] == url("lesson_new")
        asked = {"text": "First?", "choice_0": "Talk", "choice_2": "Listen", "right": "2", "because": "So."}
        assert desk.post(url("question_new"), asked)["Location"] == url("course")
        row = Question.objects.get()
        assert (row.choices, row.right) == (["Talk", "Listen"], 1)
        page = words(desk.get(url("course")))
        assert "1. One" in page
        assert "80 % right passes" in page
        assert enrolling.enrol(person=learner, achievement=college.achievement)

    def test_nobody_is_on_a_course_without_an_end(
        self, desk: Client, url: Callable[..., str], learner: Person, signed_in: Callable[[Person], Client]
    ) -> None:
        desk.post(url("course_begin"))
        row = Course.objects.get()
        with pytest.raises(Refusal) as refused:
            services.enrol(person=learner, course=row)
        assert refused.value.code == "course.not_ready"
        assert signed_in(learner).get(reverse("learner:course", args=[row.pk])).status_code == 404

    def test_lists_lead_to_it(self, desk: Client, url: Callable[..., str]) -> None:
        for page in (reverse("issuer:achievements"), url("change")):
            assert url("course") in desk.get(page).content.decode()

    def test_it_begins_with_what_the_micro_credential_says(
        self, desk: Client, url: Callable[..., str], college: College
    ) -> None:
        college.achievement.assessment = "submission"
        college.achievement.save()
        offer = college.achievement.opportunity
        offer.link = "https://northgate.example/help-desk"
        offer.save()
        desk.post(url("course_begin"))
        row = Course.objects.get()
        assert (row.assessment, row.link) == ("submission", "https://northgate.example/help-desk")


class TestWriting:
    @pytest.mark.usefixtures("enrolment")
    def test_hostile_markdown_is_only_words(
        self, desk: Client, url: Callable[..., str], course: Course, as_learner: Client
    ) -> None:
        looked = desk.post(url("lesson_new"), {"title": "<b>x</b>", "text": HOSTILE, "look": "yes"})
        assert "nothing is saved yet" in words(looked)
        desk.post(url("lesson_new"), {"title": "<b>x</b>", "text": HOSTILE})
        last = course.lessons.last()
        assert last.text.splitlines() == HOSTILE.splitlines()
        read = as_learner.get(reverse("learner:lesson", args=[course.pk, last.position]))
        for page in (looked, desk.get(url("course_preview")), read):
            shown = page.content.decode()
            prose = re.findall(r'<article class="prose">(.*?)</article>', shown, re.DOTALL)[-1]
            assert not re.search(r"<(script|img|iframe)\b", prose)
            assert not re.search(r"<a\b[^>]*(javascript|data|onclick)", prose)
            assert "alert(1)" in prose  # as words
            assert 'href="https://good.example"' in prose
            assert "<b>x</b>" not in shown

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"title": "", "text": "x"}, "This field is required"),
            ({"title": "x", "text": "  \n "}, "The lesson is empty"),
            ({"title": "x", "text": "y" * 40_001}, "at most 40000 characters"),
        ],
    )
    def test_a_lesson_that_is_none_is_refused_in_words(
        self, desk: Client, url: Callable[..., str], course: Course, sent: dict[str, str], said: str
    ) -> None:
        answer = desk.post(url("lesson_new"), sent)
        assert answer.status_code == 422
        assert said in words(answer)
        assert course.lessons.count() == 2

    def test_there_is_an_end_to_lessons_questions_and_points(
        self, desk: Client, url: Callable[..., str], course: Course
    ) -> None:
        Lesson.objects.bulk_create(Lesson(course=course, position=n, title="x", text="x") for n in range(10, 68))
        Question.objects.bulk_create(
            Question(course=course, position=n, text="x", choices=["a", "b"], right=0) for n in range(10, 69)
        )
        assert "60 lessons already" in words(desk.post(url("lesson_new"), {"title": "x", "text": "x"}))
        one_more = {"text": "x", "choice_0": "a", "choice_1": "b", "right": "0"}
        assert "60 questions already" in words(desk.post(url("question_new"), one_more))
        rubric = "\n".join(f"point {n}" for n in range(21))
        end = {"assessment": "submission", "task": "x", "rubric": rubric}
        assert "21 points; at most 20" in words(desk.post(url("course_ending"), end))

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"choice_0": "a", "choice_1": "b"}, "Mark the choice that is right"),
            ({"choice_0": "a", "choice_1": "b", "right": "3"}, "Mark the choice that is right"),
            ({"choice_0": "a", "choice_1": "b", "right": "٣"}, "Mark the choice that is right"),
            ({"choice_0": "a", "choice_1": "b", "right": "-1"}, "Mark the choice that is right"),
            ({"choice_0": "a", "right": "0"}, "Give at least two choices"),
            ({"choice_0": "a", "choice_1": "A", "right": "0"}, "Two choices say the same"),
            ({"choice_0": "a", "choice_1": "b", "right": "0", "text": ""}, "This field is required"),
        ],
    )
    def test_a_question_without_one_right_choice_is_refused_in_words(
        self, desk: Client, url: Callable[..., str], course: Course, sent: dict[str, str], said: str
    ) -> None:
        answer = desk.post(url("question_new"), {"text": "x", **sent})
        assert answer.status_code == 422
        assert said in words(answer)
        assert course.questions.count() == 1

    def test_the_service_takes_no_question_without_a_right_choice(self, college: College, course: Course) -> None:
        for choices, right in ((("a", "b"), 2), (("a", "b"), -1), (("a",), 0), ((), 0), (tuple("abcdefghi"), 0)):
            with pytest.raises(Refusal):
                services.add_question(
                    actor=college.registrar,
                    course=course,
                    question=QuestionText(text="x", choices=choices, right=right),
                )

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"assessment": "submission"}, "Say what learners hand in"),
            ({"assessment": "submission", "task": "x", "rubric": " \n "}, "at least one point"),
            ({"assessment": "quiz", "pass_percent": "0"}, "greater than or equal to 10"),
            ({"assessment": "quiz", "pass_percent": "101"}, "less than or equal to 100"),
            ({"assessment": "quiz", "link": "javascript:alert(1)"}, "Give the address of a web page"),
            ({"assessment": "oracle"}, "not one of the available choices"),
        ],
    )
    @pytest.mark.usefixtures("course")
    def test_an_end_that_is_none_is_refused_in_words(
        self, desk: Client, url: Callable[..., str], sent: dict[str, str], said: str
    ) -> None:
        answer = desk.post(url("course_ending"), sent)
        assert answer.status_code == 422
        assert said in words(answer)

    def test_from_quiz_to_task(self, desk: Client, url: Callable[..., str], course: Course) -> None:
        end = {"assessment": "submission", "task": "Describe a case.", "rubric": "Says what\n\nSays why\nSays why"}
        assert desk.post(url("course_ending"), end).status_code == 302
        course.refresh_from_db()
        assert course.rubric == ["Says what", "Says why"]
        page = words(desk.get(url("course")))
        assert "1 question kept, and not asked" in page
        assert "the course ends in a task for an assessor" in page
        assert "Says why" in words(desk.get(url("course_preview")))


class TestOrder:
    def test_lessons_change_places_and_readers_keep_what_they_read(
        self, desk: Client, url: Callable[..., str], course: Course, enrolment: Enrolment
    ) -> None:
        first, second = course.lessons.all()
        services.read_lesson(enrolment=enrolment, lesson=first)
        desk.post(url("lesson_move", second.pk), {"to": "up"})
        desk.post(url("lesson_move", second.pk), {"to": "up"})
        assert titles(course) == ["Two", "One"]
        enrolment.refresh_from_db()
        first.refresh_from_db()
        assert enrolment.lessons_read == [first.position]

    def test_a_removed_lesson_comes_back_where_it_was(
        self, desk: Client, url: Callable[..., str], course: Course, enrolment: Enrolment
    ) -> None:
        first = course.lessons.first()
        services.read_lesson(enrolment=enrolment, lesson=first)
        desk.post(url("lesson_remove", first.pk))
        assert titles(course) == ["Two"]
        assert "“One” is removed" in words(desk.get(url("course")))
        desk.post(url("course_undo"))
        assert titles(course) == ["One", "Two"]
        enrolment.refresh_from_db()
        assert course.lessons.first().position in enrolment.lessons_read
        assert "nothing to put back" in words(desk.post(url("course_undo"), follow=True))

    def test_a_new_lesson_is_unread_even_where_a_read_one_stood(
        self, desk: Client, url: Callable[..., str], course: Course, enrolment: Enrolment
    ) -> None:
        last = course.lessons.last()
        services.read_lesson(enrolment=enrolment, lesson=last)
        desk.post(url("lesson_remove", last.pk))
        desk.post(url("lesson_new"), {"title": "New", "text": "x"})
        enrolment.refresh_from_db()
        assert course.lessons.last().position not in enrolment.lessons_read

    def test_a_removed_question_comes_back_as_itself(
        self, desk: Client, url: Callable[..., str], course: Course
    ) -> None:
        before = course.questions.get()
        desk.post(url("question_remove", before.pk))
        assert not course.questions.exists()
        desk.post(url("course_undo"))
        after = course.questions.get()
        assert (after.pk, after.text, after.choices, after.right, after.because) == (
            before.pk, before.text, before.choices, before.right, before.because,
        )  # fmt: skip


class TestLearnersOnIt:
    @pytest.mark.usefixtures("enrolment")
    def test_every_page_warns_in_words(self, desk: Client, url: Callable[..., str], course: Course) -> None:
        pages = [url("course"), url("course_ending"), url("lesson_new"), url("question_new")]
        pages.append(url("lesson", course.lessons.first().pk))
        for page in pages:
            assert "1 learner is on this course now" in words(desk.get(page)), page

    @pytest.mark.usefixtures("enrolment")
    def test_the_course_is_not_left_without_an_end(self, desk: Client, url: Callable[..., str], course: Course) -> None:
        said = words(desk.post(url("question_remove", course.questions.get().pk), follow=True))
        assert "it would have no end: the quiz has no question" in said
        assert course.questions.exists()

    def test_a_task_stays_while_work_waits(
        self, desk: Client, url: Callable[..., str], college: College, learner: Person
    ) -> None:
        plan = CoursePlan(assessment="submission", task="Describe.", rubric=("It is clear",))
        course = services.begin_course(actor=college.registrar, achievement=college.achievement, plan=plan)
        enrolment = services.enrol(person=learner, course=course)
        services.hand_in_work(enrolment=enrolment, text="My work.")
        end = {"assessment": "submission", "task": "Something else.", "rubric": "It is clear"}
        answer = desk.post(url("course_ending"), end)
        assert answer.status_code == 422
        assert "1 piece of work waits for an assessor" in words(answer)
        same = {**end, "task": "Describe.", "link": "https://northgate.example"}
        assert desk.post(url("course_ending"), same).status_code == 302

    def test_what_was_completed_stands(
        self, desk: Client, url: Callable[..., str], enrolment: Enrolment, as_learner: Client
    ) -> None:
        course = enrolment.course
        question = course.questions.get()
        assessing.hand_in_quiz(enrolment=enrolment, answers={str(question.pk): 0})
        assert Submission.objects.get().state == "passed"
        changed = {"text": "Another?", "choice_0": "No", "choice_1": "Yes", "right": "1", "because": ""}
        assert desk.post(url("question", question.pk), changed).status_code == 302
        desk.post(url("course_ending"), {"assessment": "quiz", "pass_percent": "100"})
        desk.post(url("lesson_new"), {"title": "New", "text": "x"})
        page = words(desk.get(url("course")))
        assert "1 learner completed this course. What they earned stands" in page
        result = as_learner.get(reverse("learner:result", args=[course.pk]))
        assert result.status_code == 200
        assert "Another?" not in words(result)
        assert "You completed this course" in words(as_learner.get(reverse("learner:course", args=[course.pk])))


class TestStrangers:
    def test_every_page_is_404_for_others_and_login_for_nobody(
        self, client: Client, course: Course, outsiders: list[Client]
    ) -> None:
        ids = {"lesson_id": course.lessons.first().pk, "question_id": course.questions.get().pk}
        for each in urlpatterns:
            own = {name: value for name, value in ids.items() if name in str(each.pattern)}
            address = reverse(f"issuer:{each.name}", kwargs={"achievement_id": course.achievement_id, **own})
            for visitor in outsiders:
                answers = {visitor.get(address).status_code, visitor.post(address).status_code}
                assert 404 in answers <= {404, 405}, address
            nobody = [client.get(address), client.post(address)]
            assert any("/accounts/login/" in answer.headers.get("Location", "") for answer in nobody), address
        assert titles(course) == ["One", "Two"]

    def test_a_lesson_of_another_course_is_404(
        self, desk: Client, url: Callable[..., str], course: Course, make_college: Callable[..., College]
    ) -> None:
        other = make_college("Guild", email="guild@guild.example", title="Other")
        theirs = services.begin_course(actor=other.registrar, achievement=other.achievement, plan=CoursePlan())
        lesson = services.add_lesson(actor=other.registrar, course=theirs, lesson=LessonText(title="x", text="x"))
        question = services.add_question(actor=other.registrar, course=theirs, question=QUESTION)
        for address in (url("lesson", lesson.pk), url("lesson_remove", lesson.pk), url("lesson_move", lesson.pk)):
            assert desk.post(address).status_code == 404
        assert desk.post(url("question_remove", question.pk)).status_code == 404
        assert desk.get(url("question", uuid4())).status_code == 404
        desk.post(url("course_undo"))
        assert titles(course) == ["One", "Two"]
