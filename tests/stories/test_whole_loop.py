"""The whole loop in real browsers: issued, held, verified; life, gap, plan, learnt; shared, rewarded, revoked."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from stepladder.server.accounts.models import Organisation, Person
from stepladder.server.accounts.services import add_organisation, add_person
from stepladder.server.flows import verifying
from stepladder.server.kernel.fetch import Fetcher
from stepladder.server.kernel.tables import write_csv
from stepladder.testing.cast import EMPLOYER, ISSUERS, LEARNER, MANAGER, OPERATOR, REGISTRAR

from .college import COLLEGE, HELP_DESK, LISTENING, RIGHT, TICKETS, open_the_courses
from .visitors import PASSWORD, Visitor, verify_by_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

CV = """Rosa Almeida
Receptionist, Hotel Miramar, 2001 – 2006
- manage schedule of tasks
- communicate with customers
"""


@dataclass(slots=True, kw_only=True)
class Story:
    """Everybody in it, each with a browser of their own, and what they carry from one step to the next."""

    server: str
    folder: Path
    registrar: Visitor
    learner: Visitor
    manager: Visitor
    anybody: Visitor
    before: dict[str, str]
    listening: Path | None = None
    tickets: Path | None = None


@pytest.fixture
def story(  # noqa: PLR0917 - fixtures
    new_page: Callable[..., Page],
    live_server: LiveServer,
    settings: SettingsWrapper,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problems: Any,
) -> Story:
    """Everybody opens a browser. The server reaches no other: no name has an address."""
    problems.allow(r"404 .*/shared/")  # what was withdrawn is opened on purpose
    settings.DEMO = True  # shows the letter box
    settings.EMAIL_BACKEND = "stepladder.server.kernel.mail.KeptMailBackend"  # Django's tests put another in its place
    settings.SITE_URL = live_server.url
    unreachable = Fetcher(resolve=lambda _host, _port: [])
    monkeypatch.setattr(verifying, "fetcher", lambda: unreachable)
    return Story(
        server=live_server.url,
        folder=tmp_path,
        registrar=Visitor(page=new_page()),
        learner=Visitor(page=new_page()),
        manager=Visitor(page=new_page()),
        anybody=Visitor(page=new_page()),
        before={},
    )


def test_the_whole_loop(story: Story, request: pytest.FixtureRequest) -> None:
    an_issuer_designs_and_awards(story)
    a_learner_claims_from_the_mail_and_takes_it_along(story)
    anyone_verifies(story)
    the_operator_vouches_for_the_issuer(story)
    she_brings_a_badge_from_elsewhere(story, request)
    she_starts_from_a_life(story)
    she_chooses_a_goal_and_sees_the_gap_two_ways(story)
    she_follows_the_plan_learns_and_earns(story)
    an_employer_sees_claims_from_day_one(story)
    she_shares_and_the_employer_accepts_proof(story)
    she_shares_by_a_link_and_withdraws_it(story)
    the_issuer_revokes_and_it_counts_nowhere(story)


# ---------------------------------------------------------------------- 1 to 4: issue, hold, verify
def an_issuer_designs_and_awards(story: Story) -> None:
    amina = story.registrar
    amina.goes_to("/issuer/start/")
    amina.makes_an_account(REGISTRAR.email)
    amina.is_at("Become an issuer")
    amina.fills(name=COLLEGE, country=ISSUERS[0].country, url=ISSUERS[0].url)
    amina.presses("Make the organisation")
    amina.fills(
        name=LISTENING,
        description="Hear a caller out before you answer.",
        criteria="Solve three calls that an assessor listens to.",
        hours="4",
        look_for="listen actively",
    )
    amina.presses("Find skills")
    amina.ticks("listen actively")
    amina.presses("Save")
    amina.presses("Publish")
    amina.reads(f"“{LISTENING}” is in the catalogue.")
    amina.follows("Award")
    amina.fills(name=LEARNER.name, email=LEARNER.email, narrative="She let the caller finish, every time.")
    amina.presses("Sign and award")
    amina.reads("The mail has not left yet")
    amina.presses("Send now")


def a_learner_claims_from_the_mail_and_takes_it_along(story: Story) -> None:
    rosa = story.learner
    rosa.opens_mail(f"{COLLEGE} awards you: {LISTENING}")
    rosa.is_at(f"{COLLEGE} has awarded you something")
    rosa.makes_an_account(LEARNER.email)
    rosa.presses("Keep it in my record")
    rosa.goes_to("/learner/record/")
    rosa.follows(LISTENING)
    story.listening = rosa.downloads("Download the original", story.folder)
    picture = rosa.downloads("Download as a picture", story.folder)
    assert picture.read_bytes().startswith(b"\x89PNG")
    for file in (story.listening, picture):
        code, report = verify_by_command(file, story.server, "--recipient", LEARNER.email)
        assert (code, report["verdict"], report["recipient"]) == (0, "authentic", "matches"), [
            c for c in report["checks"] if c["outcome"] != "passed"
        ]
        assert report["issuer_identity"] == "self_asserted"


def anyone_verifies(story: Story) -> None:
    assert story.listening is not None
    verify_on_page(story, story.listening.read_bytes())
    story.anybody.reads(
        "Signed, but not by anyone known here", f"Anyone can make such a key: we do not know that this is {COLLEGE}"
    )
    verify_on_page(story, story.listening.read_bytes().replace(b"Listen first", b"Listen never"))
    expect(story.anybody.page.locator(".verdict.tone-bad")).to_be_visible()


def the_operator_vouches_for_the_issuer(story: Story) -> None:
    """Put the issuer's identifier on the operator's list; from then on the same file reads as listed."""
    assert story.listening is not None
    add_person(email=OPERATOR.email, name=OPERATOR.name, password=PASSWORD, is_operator=True)
    _code, report = verify_by_command(story.listening, story.server)
    sam = story.anybody
    sam.goes_to("/staff/")
    sam.signs_in(OPERATOR.email)
    sam.fills(issuer_iri=report["credential"]["issuer"]["id"], name=COLLEGE, source="We know them")
    sam.presses("Put on the list")
    sam.reads("Its credentials now read as listed.")
    verify_on_page(story, story.listening.read_bytes())
    expect(sam.page.locator(".verdict.tone-good")).to_contain_text(COLLEGE)


def verify_on_page(story: Story, data: bytes) -> None:
    story.anybody.goes_to("/verify/")
    file = {"name": "badge.json", "mimeType": "application/json", "buffer": data}
    story.anybody.page.locator("#file-input").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    story.anybody.presses("Check it")


def she_brings_a_badge_from_elsewhere(story: Story, request: pytest.FixtureRequest) -> None:
    """Only this step needs the public samples; where they are not, the story goes on without it."""
    try:
        sample: Path = request.getfixturevalue("shared_data") / "openbadges" / "simple-json.png"
    except pytest.skip.Exception as reason:
        warnings.warn(f"The badge from elsewhere is left out: {reason}", stacklevel=1)
        return
    rosa = story.learner
    rosa.goes_to("/learner/record/")
    rosa.page.locator("#file-input").set_input_files(sample)
    rosa.presses("Add it to my record")
    rosa.reads("is in your record.", "We do not know whether", "the key of the issuer could not be had")
    assert rosa.downloads("Download the original", story.folder).read_bytes() == sample.read_bytes()


# ---------------------------------------------------------------------- 5 to 8: history, gap, plan, learn, award
def she_starts_from_a_life(story: Story) -> None:
    rosa = story.learner
    rosa.goes_to("/learner/life/")
    rosa.fills(title="Call-centre agent", employer=EMPLOYER.name, from_year="2006")
    rosa.presses("Add this job")
    rosa.is_at("Which occupation was it?")
    rosa.ticks("call centre agent")
    rosa.presses("Save the occupation")
    rosa.follows("Paste a CV instead")
    rosa.fills(text=CV)
    rosa.presses("Find jobs and skills")
    rosa.ticks("receptionist", "manage schedule of tasks", "communicate with customers")
    rosa.presses("Keep what I ticked")
    rosa.reads("Kept: 1 job and 2 skills. The text is gone.")
    rosa.goes_to("/learner/skills/")
    rosa.ticks("identify customer's needs", "guarantee customer satisfaction")
    rosa.presses("Yes, I can do the ticked ones")
    expect(rosa.page.locator("#mine")).to_contain_text("Guarantee customer satisfaction")


def she_chooses_a_goal_and_sees_the_gap_two_ways(story: Story) -> None:
    open_the_courses(Organisation.objects.get(name=COLLEGE), Person.objects.get(email=REGISTRAR.email))
    rosa = story.learner
    rosa.goes_to("/learner/goal/")
    rosa.fills(q="ICT help desk")
    rosa.presses("Search")
    rosa.presses(f"Choose {HELP_DESK}")
    rosa.fills(budget="100", hours_per_week="6")
    rosa.presses("Make my plan")
    rosa.goes_to("/learner/gap/")
    story.before = {"claims": essential(rosa, "Counting what you say"), "proof": essential(rosa, "Counting only proof")}
    assert story.before == {"claims": "4 of 19", "proof": "0 of 19"}
    expect(rosa.page.locator("#missing")).to_contain_text("Use ICT ticketing system")


def essential(visitor: Visitor, card: str) -> str:
    """Return how many essential skills the gap page counts in one of its two ways."""
    found = visitor.page.locator("article").filter(has=visitor.page.get_by_role("heading", name=card, exact=True))
    return found.locator(".progress bdi").first.inner_text()


def she_follows_the_plan_learns_and_earns(story: Story) -> None:
    rosa = story.learner
    rosa.goes_to("/learner/plan/")
    rosa.reads(re.compile(r"^5 of \d+$"), "€60", "budget: €100", "What stays open")
    expect(rosa.page.locator(".rung")).to_have_count(2)
    expect(rosa.page.locator(".rung").filter(has_text=TICKETS)).to_contain_text("use ICT ticketing system")
    rosa.presses(f"Enrol: {TICKETS}")
    rosa.follows("Begin the first lesson")
    rosa.presses("I have read this")
    rosa.follows("Take the quiz")
    for question in rosa.page.locator("main fieldset").all():
        question.get_by_label(RIGHT).check()
    rosa.presses("Hand in my answers")
    rosa.is_at("You passed")
    expect(rosa.page.locator("main")).to_contain_text("Essential skills proved: 0 before, 3 now, of 19.")
    rosa.follows("See it in my record")
    story.tickets = rosa.downloads("Download the original", story.folder)
    code, report = verify_by_command(story.tickets, story.server, "--recipient", LEARNER.email)
    assert (code, report["verdict"]) == (0, "authentic"), report
    rosa.goes_to("/learner/gap/")
    assert essential(rosa, "Counting only proof") == "3 of 19"
    assert essential(rosa, "Counting what you say") == "7 of 19"


# ---------------------------------------------------------------------- 9 and 10: employer and reward
def an_employer_sees_claims_from_day_one(story: Story) -> None:
    boss = add_person(email=MANAGER.email, name=MANAGER.name, password=PASSWORD)
    add_organisation(owner=boss, name=EMPLOYER.name, employs=True)
    jonas = story.manager
    jonas.goes_to("/employer/roles/new/")
    jonas.signs_in(MANAGER.email)
    jonas.fills(q="ICT help desk")
    jonas.presses("Search")
    jonas.follows(HELP_DESK)
    jonas.fills(target_seats="3")
    jonas.presses("Make the role")
    jonas.is_at(HELP_DESK)
    rows = (
        ("number", "name", "email", "role", "skills"),
        ("H1", LEARNER.name, LEARNER.email, "Call centre agent", "communicate with customers"),
        ("H2", "Mei Tanaka", "mei@harbourline.example", HELP_DESK, ""),
    )
    jonas.goes_to("/employer/people/import/")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": write_csv(rows[0], rows[1:]).encode()}
    jonas.page.locator("#file-input").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    jonas.presses("Read the file")
    jonas.presses("Take in 2 people")
    jonas.goes_to("/employer/people/baseline/")
    jonas.presses("Note the expectations")
    jonas.presses("Send the mails")
    assert row_of(story, LEARNER.name)["communicate with customers"] == "claimed"
    assert row_of(story, LEARNER.name)["use ICT ticketing system"] == "missing"
    assert row_of(story, "Mei Tanaka")["use ICT ticketing system"] == "probably"
    jonas.goes_to("/employer/rewards/new/?q=First line")
    jonas.follows(f"Choose {TICKETS}")
    jonas.fills(points="200")
    jonas.presses("Make the rule")


def row_of(story: Story, name: str) -> dict[str, str]:
    """Return what the gap matrix says of a person: skill → state in words, as a screen reader tells it."""
    page = story.manager.page
    story.manager.goes_to("/employer/matrix/?who=everybody")
    skills = [text.lower() for text in page.locator(".matrix thead th").all_inner_texts()[1:]]
    cells = page.locator(".matrix tr").filter(has_text=name).locator("td .visually-hidden").all_text_contents()
    assert len(skills) == len(cells)
    return {skill.replace("ict ", "ICT "): cell for skill, cell in zip(skills, cells, strict=True)}


def look_of(story: Story, state: str) -> str:
    """Return how a cell of the matrix is drawn: its colours, its pattern and its icon."""
    cell = story.manager.page.locator(f".matrix tbody .matrix__cell--{state}").first
    return cell.evaluate(
        """one => { const s = getComputedStyle(one); const icon = one.querySelector("use");
        return [s.backgroundColor, s.backgroundImage, s.borderStyle, icon && icon.getAttribute("href")].join(" "); }"""
    )


def she_shares_and_the_employer_accepts_proof(story: Story) -> None:
    rosa, jonas = story.learner, story.manager
    rosa.opens_mail(EMPLOYER.name)
    rosa.presses("Yes, that is me")
    rosa.goes_to("/learner/sharing/")
    rosa.ticks(TICKETS)
    rosa.page.get_by_label(f"{EMPLOYER.name}, my employer").check()
    rosa.presses("Share")
    rosa.reads(f"Shared 1 with {EMPLOYER.name}.")
    jonas.goes_to("/employer/shares/")
    jonas.presses("Verify and accept")
    proved = [skill for skill, state in row_of(story, LEARNER.name).items() if state.startswith("proved")]
    assert sorted(proved) == ["provide ICT support", "support ICT system users", "use ICT ticketing system"]
    assert row_of(story, LEARNER.name)["communicate with customers"] == "claimed"
    assert look_of(story, "proof") != look_of(story, "claim"), "proof and claim must be told apart by eye"
    points_are(story, "200")
    jonas.goes_to("/employer/shares/")
    jonas.presses("Verify again")
    points_are(story, "200")


def she_shares_by_a_link_and_withdraws_it(story: Story) -> None:
    rosa, anybody = story.learner, story.anybody
    rosa.goes_to("/learner/sharing/")
    rosa.ticks(LISTENING)
    rosa.page.get_by_label("Anyone with the link").check()
    rosa.presses("Share")
    link = rosa.page.get_by_label("Link", exact=True).input_value()
    anybody.goes_to(link)
    anybody.reads(LISTENING)
    card = rosa.page.locator("article").filter(has_text="Anyone with the link")
    with rosa.page.expect_navigation():
        card.get_by_role("button", name="Withdraw").click()
    anybody.page.goto(link)
    anybody.is_at("This is not shared any more")


def points_are(story: Story, points: str) -> None:
    story.manager.goes_to("/employer/rewards/")
    balances = story.manager.page.get_by_role("region", name="Balances")
    expect(balances.get_by_role("row").filter(has_text=LEARNER.name).get_by_role("cell")).to_have_text(points)


def the_issuer_revokes_and_it_counts_nowhere(story: Story) -> None:
    assert story.tickets is not None
    assert story.listening is not None
    amina, rosa = story.registrar, story.learner
    amina.goes_to("/issuer/issued/?q=First line")
    amina.page.locator("main tbody th a").first.click()
    amina.follows("Revoke it")
    amina.fills(reason="The answers were somebody else’s")
    amina.presses("Revoke for good")
    code, report = verify_by_command(story.tickets, story.server)
    assert (code, report["verdict"]) == (1, "revoked"), report
    assert verify_by_command(story.listening, story.server)[0] == 0, "only the one that was revoked is"
    verify_on_page(story, story.tickets.read_bytes())
    expect(story.anybody.page.locator(".verdict.tone-bad")).to_contain_text("evoked")
    assert not [state for state in row_of(story, LEARNER.name).values() if state.startswith("proved")]
    points_are(story, "0")
    story.manager.reads("The answers were somebody else’s")
    rosa.goes_to("/learner/record/")
    expect(rosa.page.locator(".badge--revoked")).to_contain_text(TICKETS)
    rosa.goes_to("/learner/gap/")
    assert essential(rosa, "Counting only proof") == story.before["proof"]
