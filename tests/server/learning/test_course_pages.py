from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse

from stepladder.server.learning.models import Enrolment, Submission
from stepladder.server.wallet import selectors as wallet
from stepladder.server.web.learner.words import lesson_html

from .conftest import right_answers, url, words

if TYPE_CHECKING:
    from django.test import Client

    from stepladder.server.accounts.models import Person

    from .conftest import School

pytestmark = [pytest.mark.server, pytest.mark.django_db]


class TestCourses:
    def test_from_enrolling_to_the_credential(self, as_learner: Client, learner: Person, school: School) -> None:
        pk = school.quiz.pk
        assert "You agree payment with the provider" in words(as_learner.get(url("course", pk)))
        as_learner.post(url("course_enrol", pk))
        as_learner.post(url("course_enrol", pk))
        assert Enrolment.objects.count() == 1
        assert "First listen." in words(as_learner.get(url("lesson", pk, 1)))
        assert as_learner.post(url("lesson", pk, 1))["Location"] == url("lesson", pk, 2)
        assert as_learner.post(url("lesson", pk, 2))["Location"] == url("course", pk)
        page = as_learner.get(url("quiz", pk)).content.decode()
        assert "Who listens, helps" not in page
        wrong = {f"q-{key}": value for key, value in right_answers(school.quiz, wrong=5).items()}
        assert as_learner.post(url("quiz", pk), wrong)["Location"] == url("result", pk)
        failed = words(as_learner.get(url("result", pk)))
        assert "0 of 5 right; 4 pass" in failed
        assert "Right: Listen" not in failed
        right = {f"q-{key}": value for key, value in right_answers(school.quiz).items()}
        as_learner.post(url("quiz", pk), right)
        done = words(as_learner.get(url("result", pk)))
        assert "You passed" in done
        assert "Signed, and in your record" in done
        assert len(wallet.credentials_of(learner)) == 1
        as_learner.post(url("quiz", pk), right)
        assert len(wallet.credentials_of(learner)) == 1
        assert "Completed" in words(as_learner.get(url("today")))

    def test_tampered_answers_are_an_error_on_the_page(self, as_learner: Client, school: School) -> None:
        pk = school.quiz.pk
        as_learner.post(url("course_enrol", pk))
        for data in (
            {},
            {"q-1": "0"},
            {f"q-{uuid4()}": "0"},
            {f"q-{key}": "9999999999" for key in right_answers(school.quiz)},
        ):
            response = as_learner.post(url("quiz", pk), data)
            assert response.status_code == 422
            assert "Answer every question" in words(response)
        assert not Submission.objects.exists()

    def test_lessons_and_quiz_are_closed_before_enrolling(self, as_learner: Client, school: School) -> None:
        for address in (url("lesson", school.quiz.pk, 1), url("quiz", school.quiz.pk), url("result", school.quiz.pk)):
            assert as_learner.get(address)["Location"] == url("course", school.quiz.pk)
        assert as_learner.post(url("quiz", school.quiz.pk), {})["Location"] == url("course", school.quiz.pk)

    def test_from_work_to_the_assessor_to_the_credential(
        self, as_learner: Client, learner: Person, school: School, client: Client
    ) -> None:
        pk = school.work.pk
        as_learner.post(url("course_enrol", pk))
        assert as_learner.post(url("course_work", pk), {"text": "", "link": ""}).status_code == 422
        assert as_learner.post(url("course_work", pk), {"text": "", "link": "javascript:alert(1)"}).status_code == 422
        as_learner.post(url("course_work", pk), {"text": "<b>A case</b>", "link": ""})
        assert "waits for an assessor" in words(as_learner.get(url("course_work", pk)))
        client.force_login(school.assessor)
        assert "Rosa Almeida" in words(client.get(reverse("issuer:submissions")))
        address = reverse("issuer:submission", args=[Submission.objects.get().pk])
        assert "&lt;b&gt;A case" in client.get(address).content.decode()
        assert client.post(address, {"point-0": "met"}).status_code == 422
        assert client.post(address, {"point-0": "met", "point-1": "not_yet"}).status_code == 422
        client.post(address, {"point-0": "met", "point-1": "not_yet", "feedback": "Say what you tried."})
        assert "Say what you tried." in words(as_learner.get(url("course_work", pk)))
        as_learner.post(url("course_work", pk), {"text": "A longer case", "link": ""})
        last = reverse("issuer:submission", args=[Submission.objects.get(state="waiting").pk])
        client.post(last, {"point-0": "met", "point-1": "met"})
        assert "You passed" in words(as_learner.get(url("result", pk)))
        assert len(wallet.credentials_of(learner)) == 1
        assert client.post(last, {"point-0": "met", "point-1": "met"}).status_code == 422


def test_a_lesson_holds_no_script_and_no_dangerous_link() -> None:
    html = lesson_html(
        "# T\n\n<script>x</script> [a](javascript:x) [b](https://example.org) ![i](http://x/y.png)\n\n|a|\n|-|\n|1|"
    )
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert "<h1" not in html
    assert 'href="https://example.org"' in html
    assert 'class="table"' in html
