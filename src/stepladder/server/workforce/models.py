"""An employer's people, the roles they need filled, and what is known of who can do what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Organisation, Person
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class Team(Row):
    """A group of workers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Role(Row):
    """What a kind of position requires; usually begun from an occupation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=160)
    occupation_uri = models.CharField(max_length=400, blank=True)
    occupation_label = models.CharField(max_length=300, blank=True)
    target_seats = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="role_name_once")]

    def __str__(self) -> str:
        return self.name


class RoleRequirement(Row):
    """A skill that a role requires."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="requirements")
    skill_uri = models.CharField(max_length=400)
    skill_label = models.CharField(max_length=300)
    essential = models.BooleanField(default=True)
    weight = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    class Meta:
        ordering = ["-essential", "skill_label"]
        constraints = [models.UniqueConstraint(fields=["role", "skill_uri"], name="requirement_once")]

    def __str__(self) -> str:
        return self.skill_label


class Worker(Row):
    """Somebody the organisation employs; linked to an account when that person accepts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="positions")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    number = models.CharField(max_length=60)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="workers")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.SET_NULL, related_name="workers")
    aims_at = models.ForeignKey(Role, null=True, blank=True, on_delete=models.SET_NULL, related_name="aspirants")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="worker_number_once"),
            models.UniqueConstraint(fields=["organisation", "email"], condition=~Q(email=""), name="worker_email_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PeopleImport(Row):
    """A file of people that was read: its rows wait for a person's yes, and what was before makes it undoable."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people_imports")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=200)
    notes = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.filename


class BaselineSkill(Row):
    """A skill the employer believes a worker has, or the worker declared: unverified, useful from day one."""

    class Source(models.TextChoices):
        WORKER = "worker", "The worker says so"
        EMPLOYER = "employer", "The employer noted it"
        ROLE = "role", "Expected from the role held"

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="baseline")
    skill_uri = models.CharField(max_length=400)
    skill_label = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=Source, default=Source.EMPLOYER)
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "skill_uri"], name="baseline_once")]

    def __str__(self) -> str:
        return self.skill_label


class ProvedSkill(Row):
    """A skill shown by a verified credential that its holder shared; it lapses with the share or the credential."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="proved")
    skill_uri = models.CharField(max_length=400)
    skill_label = models.CharField(max_length=300)
    strength = models.CharField(max_length=12)
    credential_iri = models.CharField(max_length=400, db_index=True)
    credential_name = models.CharField(max_length=300, blank=True)
    issuer_name = models.CharField(max_length=300, blank=True)
    share_iri = models.CharField(max_length=400, blank=True, db_index=True)
    accepted_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "skill_uri", "credential_iri", "share_iri"],
                condition=Q(ended_at=None),
                name="proved_once",
            ),
        ]

    def __str__(self) -> str:
        return self.skill_label


class TrainingBudget(Row):
    """What an organisation can spend on learning."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="training_budget")
    amount_cents = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")

    def __str__(self) -> str:
        return f"{self.amount_cents / 100:.2f} {self.currency}"


class TrainingRequest(Row):
    """A worker asks the employer to pay for a step; somebody approves or declines it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="requests")
    achievement_iri = models.CharField(max_length=400)
    title = models.CharField(max_length=300)
    price_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "achievement_iri"], condition=~Q(state="declined"), name="asked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
