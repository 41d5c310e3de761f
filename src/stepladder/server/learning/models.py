"""A life so far, a goal, a plan, and the courses that lead there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Person
from stepladder.server.catalog.models import Achievement
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class WorkHistory(Row):
    """A job somebody held, linked to an occupation of a framework where one fits."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="work_history")
    title = models.CharField(max_length=200)
    employer = models.CharField(max_length=200, blank=True)
    occupation_uri = models.CharField(max_length=400, blank=True)
    occupation_label = models.CharField(max_length=300, blank=True)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-from_year", "-added_at"]

    def __str__(self) -> str:
        return self.title


class Education(Row):
    """A degree or certificate somebody names; a claim, not a proof."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="education")
    title = models.CharField(max_length=200)
    institution = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title


class SkillClaim(Row):
    """A skill that a person says they have. ``denied`` remembers 'no, I cannot': it is not offered again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skill_claims")
    skill_uri = models.CharField(max_length=400)
    skill_label = models.CharField(max_length=300)
    because = models.CharField(max_length=300, blank=True)
    denied = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["skill_label"]
        constraints = [models.UniqueConstraint(fields=["person", "skill_uri"], name="skill_claim_once")]

    def __str__(self) -> str:
        return self.skill_label


class Goal(Row):
    """The role or occupation somebody wants next, and what they can put into it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    target_uri = models.CharField(max_length=400)
    target_label = models.CharField(max_length=300)
    framework = models.CharField(max_length=60, default="starter")
    role_iri = models.CharField(max_length=400, blank=True)
    budget_cents = models.PositiveIntegerField(null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(default=5)
    deadline = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_goal_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.target_label


class LearningPlan(Row):
    """A solved plan as it was shown, so that a later one can be compared with it."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="plans")
    document = models.JSONField()
    solved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-solved_at"]

    def __str__(self) -> str:
        return f"plan for {self.goal}"


class Course(Row):
    """How an achievement is learnt here: lessons or a link, then a quiz or a submission."""

    class Assessment(models.TextChoices):
        QUIZ = "quiz", "Quiz"
        SUBMISSION = "submission", "Submission with an assessor"

    achievement = models.OneToOneField(Achievement, on_delete=models.CASCADE, related_name="course")
    assessment = models.CharField(max_length=12, choices=Assessment)
    link = models.URLField(max_length=400, blank=True)
    task = models.TextField(blank=True)
    rubric = models.JSONField(default=list)
    pass_share = models.DecimalField(max_digits=4, decimal_places=2, default=0.8)

    def __str__(self) -> str:
        return str(self.achievement)

    @property
    def ends_in_quiz(self) -> bool:
        """Whether the course ends in a quiz; else it ends in work that an assessor reads."""
        return self.assessment == self.Assessment.QUIZ


class Lesson(Row):
    """A page of a course, in Markdown."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "position"], name="lesson_position_once")]

    def __str__(self) -> str:
        return self.title


class Question(Row):
    """A quiz question with one right choice."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    choices = models.JSONField()
    right = models.PositiveSmallIntegerField()
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "position"], name="question_position_once")]

    def __str__(self) -> str:
        return self.text


class Enrolment(Row):
    """A person on a course."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=clock.now)
    lessons_read = models.JSONField(default=list)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], condition=Q(left_at=None), name="enrolled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.course}"


class Submission(Row):
    """What a learner hands in, a quiz's answers or a piece of work, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an assessor"
        PASSED = "passed", "Passed"
        NOT_YET = "not_yet", "Not yet"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="submissions")
    answers = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State)
    share_right = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField(default=clock.now)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rubric_outcome = models.JSONField(default=list)
    feedback = models.TextField(blank=True)

    class Meta:
        ordering = ["-submitted_at"]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.state}"

    @property
    def passed(self) -> bool:
        """Whether it passed."""
        return self.state == self.State.PASSED

    @property
    def waits(self) -> bool:
        """Whether it waits for an assessor."""
        return self.state == self.State.WAITING


class Completion(Row):
    """A course completed: recorded once, and the reason for an award."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"completion of {self.enrolment}"
