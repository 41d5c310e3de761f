"""The forms of the course editor."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator

from stepladder.server.learning.services import CoursePlan, LessonText, QuestionText

if TYPE_CHECKING:
    from stepladder.server.learning.models import Course, Lesson, Question

CHOICES = 6


class LessonForm(forms.Form):
    """A lesson: its title, and its text in Markdown."""

    title = forms.CharField(max_length=200, label="Title", help_text="What the lesson is about, in a few words.")
    text = forms.CharField(
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        label="Text",
        help_text="Markdown: an empty line begins a paragraph, “- ” a list, “## ” a heading; [words](https://…) links.",
    )

    @property
    def lesson(self) -> LessonText:
        """The cleaned values as the learning context takes them."""
        return LessonText(title=self.cleaned_data["title"], text=self.cleaned_data["text"])

    @staticmethod
    def start(lesson: Lesson | None) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {"title": lesson.title, "text": lesson.text} if lesson else {}


class QuestionForm(forms.Form):
    """A question, up to six choices, which of them is right, and why."""

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), label="Question")
    because = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Why",
        help_text="Learners read it with their result, right or wrong.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(CHOICES):
            self.fields[f"choice_{place}"] = forms.CharField(
                max_length=300, required=False, label=f"Choice {place + 1}"
            )

    def choice_fields(self) -> list[tuple[int, forms.BoundField, bool]]:
        """Return place, field and whether it is marked as right, for each choice."""
        marked = str(self.data.get("right", self.initial.get("right", "")))
        return [(place, self[f"choice_{place}"], marked == str(place)) for place in range(CHOICES)]

    def clean(self) -> dict[str, Any]:
        """Ask for two choices that differ, one of them marked as right; empty ones count for nothing."""
        data = super().clean() or {}
        filled = {place: data.get(f"choice_{place}", "") for place in range(CHOICES)}
        choices = {place: words for place, words in filled.items() if words}
        marked = str(self.data.get("right", ""))
        right = int(marked) if marked.isascii() and marked.isdigit() and len(marked) < 3 else -1
        if len(choices) < 2:
            self.add_error("choice_1", "Give at least two choices.")
        elif len({words.casefold() for words in choices.values()}) < len(choices):
            self.add_error(None, "Two choices say the same. Change one of them.")
        if right not in choices:
            self.add_error(None, "Mark the choice that is right.")
        data["choices"] = list(choices.values())
        data["right"] = list(choices).index(right) if right in choices else -1
        return data

    @property
    def question(self) -> QuestionText:
        """The cleaned values as the learning context takes them."""
        data = self.cleaned_data
        return QuestionText(text=data["text"], choices=data["choices"], right=data["right"], because=data["because"])

    @staticmethod
    def start(question: Question | None) -> dict[str, Any]:
        """Return what the form shows at first."""
        if question is None:
            return {}
        choices = {f"choice_{place}": words for place, words in enumerate(question.choices)}
        return {"text": question.text, "because": question.because, "right": question.right, **choices}


class EndingForm(forms.Form):
    """Where else it is taught, and how the course ends."""

    link = forms.CharField(
        required=False,
        max_length=400,
        validators=[URLValidator(schemes=["http", "https"], message="Give the address of a web page: https://…")],
        widget=forms.URLInput,
        label="Link",
        help_text="A page where it is taught, instead of lessons or beside them.",
    )
    assessment = forms.ChoiceField(
        choices=[("quiz", "A quiz, marked at once"), ("submission", "A task that an assessor judges by a rubric")],
        widget=forms.RadioSelect,
        label="How the course ends",
    )
    pass_percent = forms.IntegerField(
        required=False,
        min_value=10,
        max_value=100,
        label="Quiz: how much has to be right",
        help_text="In per cent. Learners can try again.",
    )
    task = forms.CharField(
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Task: what learners hand in",
        help_text="A text, a link to their work, or both.",
    )
    rubric = forms.CharField(
        required=False,
        max_length=6500,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Rubric: how it is judged",
        help_text="One point a line, such as “Says what was tried”. All of them have to be met.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a task and a rubric where the course ends in a task."""
        data = super().clean() or {}
        if data.get("assessment") == "submission":
            if not data.get("task") and "task" not in self.errors:
                self.add_error("task", "Say what learners hand in.")
            if not data.get("rubric") and "rubric" not in self.errors:
                self.add_error("rubric", "Give at least one point by which it is judged.")
        return data

    @property
    def plan(self) -> CoursePlan:
        """The cleaned values as the learning context takes them."""
        data = self.cleaned_data
        return CoursePlan(
            assessment=data["assessment"],
            link=data["link"],
            task=data["task"],
            rubric=tuple(data["rubric"].splitlines()),
            pass_share=Decimal(data["pass_percent"] or 80) / 100,
        )

    @staticmethod
    def start(course: Course) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {
            "link": course.link,
            "assessment": course.assessment,
            "pass_percent": round(float(course.pass_share) * 100),
            "task": course.task,
            "rubric": "\n".join(course.rubric),
        }
