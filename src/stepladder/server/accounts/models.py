"""People, organisations, and who may do what in which organisation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from stepladder.server.kernel import clock
from stepladder.server.kernel.ids import uuid7
from stepladder.server.kernel.models import Row


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is one person's whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person who can sign in."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address in any case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone with an account: learner always, and whatever their memberships add."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    demo_key = models.SlugField(max_length=40, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    address_proved_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(Row):
    """A school, company or body: it issues, employs, or both."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    url = models.URLField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    description = models.TextField(blank=True)
    issues = models.BooleanField(default=False)
    employs = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Membership(Row):
    """What a person may do in an organisation."""

    class Access(models.TextChoices):
        OWNER = "owner", "Owner"
        DESIGNER = "designer", "Designer"
        ASSESSOR = "assessor", "Assessor"
        AWARDER = "awarder", "Awarder"
        MANAGER = "manager", "Manager"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    access = models.CharField(max_length=12, choices=Access)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "access"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.access} · {self.organisation}"
