"""Real pages in a real browser. A page that logs an error, breaks its security policy or calls another host fails."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

HERE = Path(__file__).resolve().parent
AXE = HERE / "vendor" / "axe.min.js"
LOOPBACK = {"127.0.0.1", "localhost", "::1", None}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
# The rules of WCAG 2.2 AA that axe knows.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NOTE_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`security policy: ${event.violatedDirective} blocked ${event.blockedURI || event.sample}`);
});
"""


class Problems:
    """What went wrong on the pages of a test; ``allow`` names what the test brings about on purpose."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """Accept problems in which the regular expression is found, such as ``status of 404``."""
        self._allowed.append(pattern)

    def left(self) -> list[str]:
        return [problem for problem in self.seen if not any(re.search(one, problem) for one in self._allowed)]

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.seen.append(f"uncaught error: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).hostname not in LOOPBACK:
            self.seen.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for each test process."""
    from playwright.sync_api import sync_playwright

    finder = _browser_script()
    found = finder.provide()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = found.node
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable,
            env={**os.environ, **found.environment},
            args=["--disable-gpu", "--font-render-hinting=none"],
        )
        yield browser
        browser.close()


def _browser_script() -> Any:
    spec = importlib.util.spec_from_file_location("stepladder_browser", HERE.parents[1] / "scripts" / "browser.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def problems() -> Iterator[Problems]:
    """Collect the problems of all pages of a test and fail the test for those it did not allow."""
    collected = Problems()
    yield collected
    left = collected.left()
    assert not left, "The pages had problems:\n" + "\n".join(left)


@pytest.fixture
def new_page(browser: Browser, problems: Problems, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a page in a session of its own: ``new_page(color_scheme="dark", **options of a browser context)``.

    A test that uses ``live_server`` goes to paths: ``page.goto("/verify/")``.
    """
    contexts = []
    base: dict[str, Any] = {"locale": "en-GB", "timezone_id": "UTC", "reduced_motion": "reduce"}
    if "live_server" in request.fixturenames:
        base["base_url"] = request.getfixturevalue("live_server").url

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{**base, **DESKTOP, **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_init_script(NOTE_POLICY_VIOLATIONS)
        page = context.new_page()
        problems.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open a page of desktop size."""
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """Open a page of a phone's size, with touch."""
    return new_page(**PHONE)


@pytest.fixture(scope="session")
def check_axe() -> Callable[[Page], None]:
    """Give ``check_axe(page)``, which fails with every element that breaks a rule of WCAG 2.2 AA."""
    script = AXE.read_text(encoding="utf-8")

    def check(page: Page, *, exclude: tuple[str, ...] = ()) -> None:
        page.evaluate(script)
        result = page.evaluate(
            """([tags, exclude]) => axe.run(
                {exclude: exclude.map((one) => [one])},
                {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']},
            )""",
            [AXE_TAGS, list(exclude)],
        )
        lines = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}\n    {node['target']}: {node['html'][:160]}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]
        assert not lines, f"{page.url} breaks accessibility rules:\n" + "\n".join(lines)

    return check
