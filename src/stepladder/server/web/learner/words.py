"""Numbers as a learner reads them, and lessons as safe HTML."""

from __future__ import annotations

from decimal import Decimal

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def money(amount: Decimal | int | None, currency: str = "EUR") -> str:
    """Return an amount in units of the currency: “free”, “€120”, “€49.50”."""
    if amount is None:
        return "no limit"
    if not amount:
        return "free"
    sign = _SIGNS.get(currency, f"{currency} ")
    whole = amount == int(amount)
    return f"{sign}{int(amount):,}" if whole else f"{sign}{amount:,.2f}"


def cents(amount: int | None, currency: str = "EUR") -> str:
    """Return an amount given in cents, as :func:`money` does."""
    return money(None if amount is None else Decimal(amount) / 100, currency)


def hours(count: Decimal | float) -> str:
    """Return “1 hour”, “40 hours”, “2.5 hours”."""
    short = f"{float(count):.1f}".rstrip("0").rstrip(".")
    return f"{short} hour" if short == "1" else f"{short} hours"


def weeks(first: int | None, count: int | None) -> str:
    """Return the weeks of a step, counted from 1: “week 1”, “weeks 2 to 4”; nothing when they are not known."""
    if first is None or not count:
        return ""
    return f"week {first + 1}" if count == 1 else f"weeks {first + 1} to {first + count}"


def lesson_html(text: str) -> SafeString:
    """Return a lesson's Markdown as HTML that holds nothing but text, lists, tables and links.

    The page's own title is the first heading, so a lesson's headings begin at the second level.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(4, int(token.tag[1]) + 1)}"
    drawn = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    framed = clean.replace("<table>", '<div class="table-frame"><table class="table">').replace(
        "</table>", "</table></div>"
    )
    return mark_safe(framed)  # noqa: S308 - cleaned by nh3 above
