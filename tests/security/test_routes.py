"""Every address of the server, asked by nobody, by a stranger, and by an issuer and employer of another organisation.

The table below says what each may expect. An address without an entry fails: whoever adds a page says who may see it.
The arguments are real ids of somebody else's rows, so that an answer other than 404 would be a leak.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.server.accounts.models import Person

pytestmark = pytest.mark.server

# What an address is, and the methods it takes. The kinds:
#   open      anyone may see it                       own       one's own page, behind sign-in
#   row       somebody's own row: others get 404      issuer    an issuer's desk, empty for another issuer
#   irow      a row of an issuer: others get 404      employer  an employer's desk
#   erow      a row of an employer: others get 404    staff     the operator's
#   demo      there in the demo only                  account   django-allauth's own pages
#   link      behind sign-in, for whoever has the link
TABLE: dict[str, tuple[str, str]] = {
    "healthz": ("open", "GP"),
    "public:home": ("open", "G"),
    "public:verify": ("open", "GP"),
    "public:catalogue": ("open", "G"),
    "public:offer": ("open", "G"),
    "public:achievement": ("open", "G"),
    "public:picture": ("open", "G"),
    "public:picture_png": ("open", "G"),
    "public:claim_code": ("open", "GP"),
    "public:claim": ("open", "GP"),
    "public:shared": ("open", "G"),
    "public:badge": ("open", "G"),
    "public:badge_json": ("open", "G"),
    "public:status_list": ("open", "G"),
    "public:did": ("open", "G"),
    "public:context": ("open", "G"),
    "public:schema": ("open", "G"),
    "public:dev_mail": ("demo", "G"),
    "public:demo": ("demo", "G"),
    "public:demo_sign_in": ("demo", "P"),
    "public:tour": ("demo", "G"),
    "dev_components:show": ("open", "GP"),
    "api-1:openapi-json": ("open", "GP"),
    "api-1:api-root": ("nothing", "G"),
    "api-1:verify": ("open", "P"),
    "vc_api:index": ("demo", "G"),  # all of these only with STEPLADDER_VC_API; tests/server/adapters sees to them then
    "vc_api:identifier": ("demo", "G"),
    "vc_api:status_list": ("demo", "G"),
    "vc_api:issue": ("demo", "P"),
    "vc_api:verify": ("demo", "P"),
    "vc_api:update_status": ("demo", "P"),
    "vc_api:derive": ("demo", "P"),
    "vc_api:verify_presentation": ("demo", "P"),
    "learner:today": ("own", "G"),
    "learner:life": ("own", "G"),
    "learner:work_add": ("own", "P"),
    "learner:work": ("row", "GP"),
    "learner:work_remove": ("row", "P"),
    "learner:education_add": ("own", "P"),
    "learner:education_remove": ("row", "P"),
    "learner:cv": ("own", "GP"),
    "learner:cv_keep": ("own", "P"),
    "learner:cv_throw_away": ("own", "P"),
    "learner:skills": ("own", "G"),
    "learner:skills_say": ("own", "P"),
    "learner:skills_csv": ("own", "G"),
    "learner:goal": ("own", "G"),
    "learner:goal_choose": ("own", "P"),
    "learner:goal_change": ("own", "P"),
    "learner:goal_end": ("own", "P"),
    "learner:goal_resume": ("row", "P"),
    "learner:gap": ("own", "G"),
    "learner:gap_csv": ("own", "G"),
    "learner:plan": ("own", "G"),
    "learner:plan_keep": ("own", "P"),
    "learner:plan_ics": ("own", "G"),
    "learner:plan_ask": ("own", "P"),  # any offer that is published may be asked for
    "learner:course": ("own", "G"),  # a published course is anybody's to read about and to join
    "learner:course_enrol": ("own", "P"),
    "learner:course_leave": ("own", "P"),  # these five lead somebody who is not on the course to its page
    "learner:lesson": ("own", "GP"),
    "learner:quiz": ("own", "GP"),
    "learner:course_work": ("own", "GP"),
    "learner:result": ("own", "G"),
    "learner:record": ("own", "G"),
    "learner:bring": ("own", "P"),
    "learner:held": ("row", "G"),
    "learner:check": ("row", "P"),
    "learner:original": ("row", "G"),
    "learner:baked": ("row", "G"),
    "learner:remove": ("row", "P"),
    "learner:bring_back": ("row", "P"),
    "learner:shares": ("own", "GP"),
    "learner:withdraw": ("row", "P"),
    "issuer:home": ("issuer", "G"),
    "issuer:start": ("own", "GP"),
    "issuer:achievements": ("issuer", "G"),
    "issuer:new": ("issuer", "GP"),
    "issuer:change": ("irow", "GP"),
    "issuer:publish": ("irow", "P"),
    "issuer:withdraw": ("irow", "P"),
    "issuer:course": ("irow", "G"),
    "issuer:course_begin": ("irow", "P"),
    "issuer:course_preview": ("irow", "G"),
    "issuer:course_ending": ("irow", "GP"),
    "issuer:course_undo": ("irow", "P"),
    "issuer:lesson_new": ("irow", "GP"),
    "issuer:lesson": ("irow", "GP"),
    "issuer:lesson_move": ("irow", "P"),
    "issuer:lesson_remove": ("irow", "P"),
    "issuer:question_new": ("irow", "GP"),
    "issuer:question": ("irow", "GP"),
    "issuer:question_remove": ("irow", "P"),
    "issuer:award": ("issuer", "GP"),
    "issuer:template": ("issuer", "G"),
    "issuer:upload": ("issuer", "P"),
    "issuer:batch": ("irow", "G"),
    "issuer:award_file": ("irow", "P"),
    "issuer:finish_file": ("irow", "P"),
    "issuer:recall": ("irow", "P"),
    "issuer:send_file": ("irow", "P"),
    "issuer:issued": ("issuer", "G"),
    "issuer:issued_csv": ("issuer", "G"),
    "issuer:credential": ("irow", "G"),
    "issuer:slip": ("irow", "G"),
    "issuer:send": ("irow", "P"),
    "issuer:revoke": ("irow", "GP"),
    "issuer:suspend": ("irow", "GP"),
    "issuer:lift": ("irow", "P"),
    "issuer:keys": ("issuer", "G"),
    "issuer:key_rotate": ("issuer", "GP"),
    "issuer:key_compromised": ("irow", "GP"),
    "issuer:submissions": ("issuer", "G"),
    "issuer:submission": ("irow", "GP"),
    "employer:home": ("employer", "G"),
    "employer:start": ("own", "GP"),
    "employer:lapsing_csv": ("employer", "G"),
    "employer:people": ("employer", "G"),
    "employer:people_csv": ("employer", "G"),
    "employer:person_new": ("employer", "GP"),
    "employer:team_new": ("employer", "P"),
    "employer:people_import": ("employer", "GP"),
    "employer:people_template": ("employer", "G"),
    "employer:people_preview": ("erow", "GP"),
    "employer:people_problems": ("erow", "G"),
    "employer:people_undo": ("erow", "P"),
    "employer:baseline": ("employer", "G"),
    "employer:baseline_expect": ("employer", "P"),
    "employer:baseline_invite": ("employer", "P"),
    "employer:person": ("erow", "G"),
    "employer:person_edit": ("erow", "GP"),
    "employer:person_skill": ("erow", "P"),
    "employer:person_move": ("erow", "P"),
    "employer:person_invite": ("erow", "P"),
    "employer:roles": ("employer", "G"),
    "employer:roles_csv": ("employer", "G"),
    "employer:role_new": ("employer", "GP"),
    "employer:role": ("erow", "G"),
    "employer:role_edit": ("erow", "GP"),
    "employer:role_skills": ("erow", "P"),
    "employer:role_candidates": ("erow", "G"),
    "employer:matrix": ("employer", "G"),
    "employer:matrix_csv": ("erow", "G"),  # there is nothing to download before there are people and roles
    "employer:matrix_teams": ("erow", "G"),
    "employer:requests": ("employer", "G"),
    "employer:requests_csv": ("employer", "G"),
    "employer:budget": ("employer", "P"),
    "employer:request_decide": ("erow", "P"),
    "employer:request_paid": ("erow", "P"),
    "employer:shares": ("employer", "G"),
    "employer:share_accept": ("erow", "P"),
    "employer:share_trust": ("erow", "P"),
    "employer:rewards": ("employer", "G"),
    "employer:rule_new": ("employer", "GP"),
    "employer:rule_end": ("erow", "P"),
    "employer:balances_csv": ("employer", "G"),
    "employer:grants_csv": ("employer", "G"),
    "employer:invitation": ("link", "GP"),  # behind sign-in; the signed link is its own permission
    "staff:home": ("staff", "G"),
    "staff:add_issuer": ("staff", "P"),
    "staff:remove_issuer": ("staff", "P"),
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate",
            "account_email", "account_email_verification_sent", "account_confirm_email", "account_change_password",
            "account_set_password", "account_reset_password", "account_reset_password_done",
            "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_login_code",
        ),
        ("account", "GP"),
    ),
}  # fmt: skip

FINE = {200, 302, 400, 409, 410, 422}
HIDDEN = {"row", "irow", "erow", "staff", "demo", "nothing"}
SHUT = {"issuer", "employer"}


def routes() -> Iterator[tuple[str, list[str]]]:
    """Give the name and the parameters of every route."""

    def walk(resolver: URLResolver, namespaces: tuple[str, ...], taken: list[str]) -> Iterator[tuple[str, list[str]]]:
        for each in resolver.url_patterns:
            here = [*taken, *each.pattern.regex.groupindex]
            if isinstance(each, URLResolver):
                inner = (*namespaces, each.namespace) if each.namespace else namespaces
                yield from walk(each, inner, here)
            elif isinstance(each, URLPattern):
                yield ":".join((*namespaces, each.name or f"unnamed {each.pattern}")), here

    yield from sorted(dict(walk(get_resolver(), (), [])).items())


def known_routes() -> Iterator[tuple[str, list[str]]]:
    """Give the routes that the table knows; one test fails for those that it does not."""
    return (each for each in routes() if each[0] in TABLE)


def address(world: Any, name: str, parameters: list[str]) -> str:
    given = world.arguments.get(name) or {each: world.by_parameter[each] for each in parameters}
    return reverse(name, kwargs=given or None)


def client_of(person: Person | None) -> Client:
    from django.conf import settings

    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def wrong(name: str, who: str, method: str, answer: Any) -> str:
    """Say what is wrong with an answer, or nothing."""
    kind, methods = TABLE[name]
    status = answer.status_code
    to_sign_in = status == 302 and answer.headers["Location"].startswith("/accounts/login/")
    if method not in methods:
        right = status in {404, 405} or to_sign_in
    elif kind == "open":
        right = status in FINE
    elif kind == "account":
        right = status in FINE | {403, 404, 405}  # as allauth has it
    elif kind in {"demo", "nothing"}:
        right = status == 404
    elif who == "anonymous":
        right = to_sign_in
    elif kind in HIDDEN or (kind in SHUT and who == "stranger"):
        right = status == 404
    else:
        right = status in FINE and not to_sign_in
    return "" if right else f"a page of kind {kind!r} answered {status}"


def snapshot() -> dict[str, list[Any]]:
    """Return every row of this project, to see that nothing was changed."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model.__module__.startswith("stepladder.")
    }


def test_every_route_has_an_entry_and_every_entry_a_route():
    names = {name for name, _ in routes()}
    assert names - set(TABLE) == set(), "say in TABLE who may see these"
    assert set(TABLE) - names == set(), "these are gone"


@pytest.mark.parametrize("who", ["anonymous", "stranger", "rival"])
def test_everyone_gets_what_is_theirs(world, who):
    person = {"anonymous": None, "stranger": world.stranger, "rival": world.rival}[who]
    found = []
    for name, parameters in known_routes():
        if name == "account_logout":
            continue  # it would end the walk
        url = address(world, name, parameters)
        kind, _ = TABLE[name]
        for method in ("G", "P"):
            client = client_of(person)
            answer = client.get(url) if method == "G" else client.post(url)
            if said := wrong(name, who, method, answer):
                found.append(f"{method} {name} {url}: {said}")
            body = answer.content.decode(errors="replace") if not answer.streaming else ""
            if world.secret in body and kind not in {"open", "link"}:
                found.append(f"{method} {name} {url}: shows somebody else's row")
            if re.search(r"Traceback|OperationalError|DoesNotExist", body):
                found.append(f"{method} {name} {url}: shows its inside")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ["stranger", "rival"])
def test_nobody_changes_what_is_somebody_elses(world, who):
    person = {"stranger": world.stranger, "rival": world.rival}[who]
    client = client_of(person)
    before = snapshot()
    for name, parameters in known_routes():
        kind, methods = TABLE[name]
        if kind in HIDDEN and "P" in methods:
            client.post(address(world, name, parameters), {"reason": "x", "name": "x", "decision": "approve"})
    assert snapshot() == before


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "a\x00b" * 2000, "\u202e", "%s{{7}}'\""], ids=ascii)
def test_odd_letters_break_no_page(world, odd):
    """PostgreSQL takes no NUL, no codec a lone surrogate: they are refused or dropped, wherever they come in."""
    names = ("q", "page", "name", "organisation", "org", "skill", "group", "code", "text", "url", "recipient", "reason")
    more = ("look_for", "occupation", "title", "feedback", "credential", "audience", "until", "note", "why", "number")
    given = urlencode(dict.fromkeys((*names, *more), odd.encode("utf-8", "surrogatepass")))
    client, found = client_of(world.rival), []
    for name, parameters in known_routes():
        if name == "account_logout":
            continue
        url = address(world, name, parameters)
        answers = (client.get(f"{url}?{given}"), client.post(url, given, content_type=FORM))
        found += [f"{name}: {answer.status_code}" for answer in answers if answer.status_code >= 500]
    for path in ("/claim/a%00b/", "/shared/%00/", "/employer/invitation/%00/"):
        assert client.get(path).status_code == 400
    assert not found, "\n".join(found)


def test_a_form_without_its_token_is_refused(world):
    """Every address that changes something asks for the CSRF token, except the APIs, which know no session."""
    from django.conf import settings

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.rival, backend=settings.AUTHENTICATION_BACKENDS[0])
    found = []
    for name, parameters in known_routes():
        kind, methods = TABLE[name]
        if "P" in methods and kind != "account" and not name.startswith(("api-1:", "vc_api:")):
            answer = client.post(address(world, name, parameters))
            if answer.status_code != 403:
                found.append(f"{name}: {answer.status_code}")
    assert not found, "\n".join(found)


def test_no_page_can_be_framed_or_run_strange_scripts(world):
    for name, parameters in known_routes():
        kind, methods = TABLE[name]
        if kind == "open" and "G" in methods:
            headers = client_of(None).get(address(world, name, parameters)).headers
            assert "default-src 'none'" in headers["Content-Security-Policy"], name
            assert headers["X-Content-Type-Options"] == "nosniff", name
            assert headers["X-Frame-Options"] == "DENY", name
