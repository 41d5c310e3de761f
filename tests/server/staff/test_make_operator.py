"""Whoever can run commands on the machine can make an operator."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stepladder.server.accounts import services

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def test_an_account_becomes_an_operators(client):
    person = services.add_person(email="op@example.org", name="Op")
    client.force_login(person)
    assert client.get("/staff/").status_code == 404
    said = StringIO()
    call_command("make_operator", "OP@example.org", stdout=said)
    assert "op@example.org is an operator now" in said.getvalue()
    assert client.get("/staff/").status_code == 200


def test_without_an_account_it_says_what_to_do_first():
    with pytest.raises(CommandError, match="make an account first"):
        call_command("make_operator", "nobody@example.org")
