"""The rig itself: text can be seen, errors are caught, accessibility is checked. Else green would mean nothing."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

COUNT_DARK = """async (png) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  const data = pen.getImageData(0, 0, picture.width, picture.height).data;
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] < 100) dark += 1;
  return dark;
}"""


def dark_pixels(page: Page, text: str) -> int:
    page.set_content(f'<p style="font: 48px sans-serif; margin: 20px">{text}</p>')
    png = base64.b64encode(page.screenshot()).decode()
    return page.evaluate(COUNT_DARK, png)


def test_text_can_be_seen_in_a_picture_of_the_page(page: Page) -> None:
    assert dark_pixels(page, "") == 0
    short, long = dark_pixels(page, "Step"), dark_pixels(page, "Stepladder")
    assert short > 300, "the browser has no font: every picture of a page would be blank"
    assert long > short * 1.5


def test_letters_differ_so_the_font_is_not_all_boxes(page: Page) -> None:
    widths = page.evaluate(
        """() => ["i", "W", "Ω", "Ж"].map((letter) => {
          const pen = new OffscreenCanvas(10, 10).getContext("2d");
          pen.font = "48px sans-serif";
          return Math.round(pen.measureText(letter).width);
        })"""
    )
    assert len(set(widths)) >= 3, widths


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<script>console.error('broken')</script>", "console: broken"),
        ("<script>throw new Error('thrown')</script>", "uncaught error: .*thrown"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
            "security policy: script-src",
        ),
    ],
)
def test_a_page_with_a_problem_is_caught(page: Page, problems: Any, html: str, seen: str) -> None:
    page.route(
        "**/*", lambda route: route.fulfill(body=f"<!doctype html><title>t</title>{html}", content_type="text/html")
    )
    page.goto("http://127.0.0.1/")
    page.wait_for_function("true")
    assert problems.left()
    problems.allow(seen)
    problems.allow("Content Security Policy")
    assert not problems.left()


def test_a_request_to_another_host_is_caught(page: Page, problems: Any) -> None:
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://fonts.example/")
    assert problems.left() == ["request to another host: http://fonts.example/"]
    problems.allow("fonts.example")


def test_axe_finds_what_breaks_a_rule(page: Page, phone_page: Page, check_axe: Callable[..., None]) -> None:
    page.set_content("<!doctype html><html lang='en'><title>t</title><main><h1>Good</h1></main></html>")
    check_axe(page)
    phone_page.set_content("<!doctype html><html lang='en'><title>t</title><main><input></main></html>")
    with pytest.raises(AssertionError, match="label"):
        check_axe(phone_page)
