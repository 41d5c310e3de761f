"""Make somebody an operator of this server: ``python -m stepladder.server.project.manage make_operator EMAIL``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from stepladder.server.accounts.selectors import person_by_email
from stepladder.server.accounts.services import make_operator

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Give an account the operator's desk: the list of trusted issuers, what waits, the state of the audit log."""

    help = "Give an account the operator's desk at /staff/. Example: make_operator somebody@example.org"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the e-mail address of an account that exists."""
        parser.add_argument("email", help="the address that the person signs in with")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say what is missing."""
        person = person_by_email(options["email"])
        if person is None:
            raise CommandError(f"Nobody signs in with {options['email']}. Let them make an account first, then repeat.")
        make_operator(person=person)
        self.stdout.write(f"{person.email} is an operator now. Their desk is at /staff/.")
