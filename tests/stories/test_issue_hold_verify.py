"""Part a as one story, through the real pages in a real browser: issue, hold, verify, revoke."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.testing.cast import LEARNER, REGISTRAR

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.story, pytest.mark.server]

PASSWORD = "a long and quiet sentence"


@pytest.fixture
def demo(transactional_db, settings, live_server):
    """The demo's settings on the address of the test's own server: mails are kept, the cast signs in by one press."""
    from stepladder.server.accounts.services import add_person

    settings.DEMO = True
    settings.EMAIL_BACKEND = "stepladder.server.kernel.mail.KeptMailBackend"
    settings.SITE_URL = live_server.url
    add_person(email=REGISTRAR.email, name=REGISTRAR.name, demo_key=REGISTRAR.key)


def run(*arguments: str) -> tuple[int, dict]:
    """Run the real command line without the network."""
    done = subprocess.run(
        [sys.executable, "-m", "stepladder.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "STEPLADDER_DEBUG": "1"},
    )
    return done.returncode, json.loads(done.stdout)


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()
    page.wait_for_load_state()


def download(page: Page, words: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=words).click()
    target = folder / started.value.suggested_filename
    started.value.save_as(target)
    return target


def check_on_page(page: Page, file: Path) -> str:
    page.goto("/verify/")
    page.set_input_files("input[name=file]", file)
    press(page, "Check it")
    return page.locator("main").inner_text()


def deliver() -> int:
    from stepladder.server.kernel.mail import deliver_mail
    from stepladder.server.kernel.outbox import deliver_due

    return deliver_due({"mail": deliver_mail})


def design(page: Page) -> None:
    """Make an organisation, and a micro-credential with skills, and publish it."""
    page.goto("/demo/")
    press(page, f"Be {REGISTRAR.first_name}")  # there is no desk yet
    page.goto("/")
    follow(page, "Begin as an issuer")
    page.get_by_label("Name", exact=True).fill("Northgate College")
    press(page, "Make the organisation")
    page.get_by_label("Name", exact=True).fill("Help desk basics")
    page.get_by_label("What it is about").fill("Answer the usual questions, and know when to pass them on.")
    page.get_by_label("What a learner must show").fill("Solve eight of ten cases.")
    page.get_by_label("Search skills").fill("ICT help desk")
    press(page, "Find skills")
    page.locator("input[name=skill]").first.check()
    page.get_by_label("Workload in hours").fill("20")
    page.get_by_label("Assessment", exact=True).select_option("quiz")
    page.get_by_label("Colour of the picture").select_option("blue")
    press(page, "Save")
    press(page, "Publish")


def award(page: Page) -> str:
    """Award the learner, let the mail leave now, and return the address of the issuer's page of it."""
    follow(page, "Award")
    page.locator("#award-one").get_by_label("Name of the person").fill(LEARNER.name)
    page.locator("#award-one").get_by_label("E-mail address").fill(LEARNER.email)
    press(page, "Sign and award")
    address = page.url
    press(page, "Send now")
    assert deliver() == 1
    return address


def keep(page: Page) -> None:
    """Open the mail, make an account, come back and keep what waits."""
    page.goto("/dev/mail")
    page.get_by_role("link", name="/claim/").first.click()
    page.get_by_role("heading", name="Northgate College has awarded you something").wait_for()
    follow(page, "Make an account")
    page.get_by_label("Email").fill(LEARNER.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    press(page, "Keep it in my record")
    page.get_by_text("is now in your record").wait_for()


def test_issue_hold_verify(demo, new_page, problems, tmp_path, live_server):
    problems.allow("status of 404")
    registrar, learner, anyone = new_page(), new_page(), new_page()
    design(registrar)
    address = award(registrar)
    keep(learner)

    # She takes both files along.
    learner.get_by_role("main").get_by_role("link", name="Help desk basics").click()
    document = download(learner, "Download the original", tmp_path)
    picture = download(learner, "Download as a picture", tmp_path)
    assert picture.read_bytes().startswith(b"\x89PNG")

    # Anyone checks them, on the page and on the command line, without the network.
    for file in (document, picture):
        said = check_on_page(anyone, file)
        assert "Signed and unaltered. Anyone can make such a key: we do not know that this is Northgate College" in said
        assert "authentic" not in said.partition("Details for experts")[0].lower()
    entries = json.loads(document.read_bytes())["credentialStatus"]
    assert {entry["statusPurpose"] for entry in entries} == {"revocation", "suspension"}
    before = lists(anyone, entries, tmp_path / "before")
    for file in (document, picture):
        code, report = run("verify", str(file), "--offline", "--json", *before)
        assert (code, report["verdict"], report["issuer_identity"]) == (0, "authentic", "self_asserted")
        code, report = run("verify", str(file), "--offline", "--json", *before[:2])
        assert (code, report["verdict"]) == (3, "could_not_check"), "one of its two lists is not enough"
    code, report = run("verify", str(document), "--offline", "--json", *before, "--recipient", LEARNER.email)
    assert (code, report["recipient"]) == (0, "matches")

    # The registrar takes it back, and says why.
    registrar.goto(address)
    follow(registrar, "Revoke it")
    registrar.get_by_label("Why?").fill("Awarded to the wrong class")
    press(registrar, "Revoke for good")
    registrar.get_by_text("Revoked on").wait_for()

    # From now on everyone reads it.
    assert "Revoked by the issuer" in check_on_page(anyone, picture)
    after = lists(anyone, entries, tmp_path / "after")
    code, report = run("verify", str(picture), "--offline", "--json", *after)
    assert (code, report["verdict"]) == (1, "revoked")
    learner.goto("/learner/record/")
    assert "Revoked" in learner.locator("main").inner_text()


def lists(page: Page, entries: list[dict[str, Any]], folder: Path) -> list[str]:
    """Save the status lists of a credential, and return the options that hand them over."""
    folder.mkdir()
    options = []
    for entry in entries:
        answer = page.request.get(entry["statusListCredential"])
        assert answer.ok
        target = folder / f"{entry['statusPurpose']}.json"
        target.write_bytes(answer.body())
        options += ["--status-list", str(target)]
    return options
