"""People at their browsers, and what they do there: press, follow, fill in, read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from stepladder.server.kernel.mail import deliver_mail
from stepladder.server.kernel.outbox import deliver_due

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

PASSWORD = "nine rungs and a half"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody with a browser of their own."""

    page: Page

    def goes_to(self, path: str) -> None:
        """Open an address; it must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"

    def presses(self, name: str, *, within: str = "main") -> None:
        """Press the button of that name, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()

    def follows(self, name: str, *, within: str = "main") -> None:
        """Follow the link of that name, and wait for the page behind it."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()

    def fills(self, **fields: str) -> None:
        """Fill in fields by the names they have on the wire; the labels are checked by axe."""
        for name, value in fields.items():
            field = self.page.locator(f'main form [name="{name}"]:visible').first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def ticks(self, *labels: str) -> None:
        """Tick what stands beside these words."""
        for label in labels:
            self.page.locator("main label.tick").filter(has_text=exactly(label)).first.locator("input").check()

    def reads(self, *texts: str | re.Pattern[str]) -> None:
        """Find these words on the page, where they can be seen."""
        for text in texts:
            expect(self.page.locator("body").get_by_text(text).filter(visible=True).first).to_be_visible()

    def is_at(self, heading: str) -> None:
        """Find that this is the page of that heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def makes_an_account(self, email: str) -> None:
        """Go from the page that asks to sign in to an account, and back to what was wanted."""
        if "/accounts/" not in self.page.url or "login" in self.page.url:
            self.follows("Make an account")
        self.fills(email=email, password1=PASSWORD)
        self.presses("Make my account")

    def signs_in(self, email: str) -> None:
        """Sign in with the password that everybody here has."""
        self.fills(login=email, password=PASSWORD)
        self.presses("Sign in")

    def opens_mail(self, subject: str) -> None:
        """Let what is due leave, open the demo's letter box and follow the first link of the letter."""
        deliver_due({"mail": deliver_mail})
        self.goes_to("/dev/mail")
        letter = self.page.locator("article").filter(has=self.page.get_by_role("heading", name=subject)).first
        with self.page.expect_navigation():
            letter.locator(".prose a").first.click()

    def downloads(self, link: str, folder: Path) -> Path:
        """Take a file along."""
        with self.page.expect_download() as coming:
            self.page.locator("main").get_by_role("link", name=link, exact=True).click()
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path


def exactly(words: str) -> re.Pattern[str]:
    """Return a pattern for these words at the beginning of a label, in any case."""
    return re.compile(rf"^\s*{re.escape(words)}", re.IGNORECASE)


def verify_by_command(path: Path, server: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Run ``stepladder verify FILE --json`` as anybody would; it may ask this one server for its status list."""
    done = subprocess.run(
        [sys.executable, "-m", "stepladder.cli", "verify", str(path), "--json", *options],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "STEPLADDER_FETCH_ALLOW": urlsplit(server).netloc},
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)
