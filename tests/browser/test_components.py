"""The page of components in a real browser: reachable by everyone, in every theme, width and direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PAGE = "/dev/components/"
pytestmark = pytest.mark.usefixtures("live_server")


@pytest.mark.parametrize("query", ["?theme=light", "?theme=dark", "?dir=rtl&desk=issuer"])
def test_axe_finds_nothing(page: Page, check_axe: Callable[[Page], None], query: str) -> None:
    page.goto(PAGE + query)
    check_axe(page)


@pytest.mark.parametrize("query", ["", "?dir=rtl&desk=employer"])
def test_a_phone_never_scrolls_sideways(phone_page: Page, check_axe: Callable[[Page], None], query: str) -> None:
    phone_page.goto(PAGE + query)
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_axe(phone_page)


def test_the_shipped_font_is_the_one_that_is_seen(page: Page) -> None:
    page.goto(PAGE)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].some(f => f.family.includes('Atkinson') && f.status === 'loaded')")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(PAGE)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_dialog_opens_keeps_the_focus_and_closes(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_role("button", name="Revoke…").click()
    dialog = page.get_by_role("dialog", name="Revoke this credential?")
    dialog.wait_for()
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_tabs_move_with_the_arrows_in_both_directions_of_writing(page: Page) -> None:
    for query, forward in (("", "ArrowRight"), ("?dir=rtl", "ArrowLeft")):
        page.goto(PAGE + query)
        page.get_by_role("tab", name="Proved").focus()
        page.keyboard.press(forward)
        assert page.get_by_role("tab", name="Claimed").get_attribute("aria-selected") == "true"
        assert page.get_by_text("Four skills are claimed.").is_visible()
        assert not page.get_by_text("Five skills are proved.").is_visible()


def test_a_dropped_file_is_named(page: Page) -> None:
    page.goto(PAGE)
    page.locator("#good-file-input").set_input_files(
        {"name": "badge.json", "mimeType": "application/json", "buffer": b"{}"}
    )
    assert page.get_by_text("badge.json (1 KB)").is_visible()


def test_the_chosen_theme_stays(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_label("Appearance").select_option("dark")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_label("Appearance").select_option("")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None


def test_without_script_everything_is_still_there(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(PAGE)
    assert page.get_by_text("Five skills are proved.").is_visible()
    assert page.get_by_text("Four skills are claimed.").is_visible()
    page.get_by_role("link", name="Revoke…").click()
    assert page.get_by_role("heading", name="Revoke this credential?").is_visible()
    page.get_by_role("link", name="Keep it").click()
    assert not page.get_by_role("heading", name="Revoke this credential?").is_visible()


def test_the_phone_menu_needs_no_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(PAGE)
    link = page.get_by_role("link", name="Goal and plan")
    assert not link.is_visible()
    page.locator("summary", has_text="Menu").click()
    assert link.is_visible()
