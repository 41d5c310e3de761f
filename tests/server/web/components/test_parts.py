"""Components as markup: names reach their fields, words are escaped, and navigation never breaks a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.test import RequestFactory

from stepladder.server.web import components
from stepladder.server.web.components import navigation
from stepladder.server.web.components.examples import ExampleForm, icon_names

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = Path(components.__file__).parent / "templates"
MANUAL = Path(__file__).resolve().parents[4] / "docs" / "explanation" / "design-system.md"


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., str]:
    """Draw a piece of a template as a page would."""
    from django_cotton.compiler_regex import CottonCompiler

    def render(source: str, **context: object) -> str:
        compiled = CottonCompiler().process(source)
        return engines["django"].from_string(compiled).render(context, RequestFactory().get("/"))

    return render


def test_a_field_ties_label_hint_and_error_to_its_input(draw: Callable[..., str]) -> None:
    form = ExampleForm({"email": "nobody"})
    drawn = draw('<c-field :field="form.name" /><c-field :field="form.email" />', form=form)
    assert '<label class="field__label" for="id_name">' in drawn
    described = re.search(r'name="name"[^>]*aria-describedby="([^"]+)"', drawn)
    assert described is not None
    assert described[1].split() == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{one}"' in drawn for one in described[1].split())
    assert re.search(r'name="email"[^>]*aria-invalid="true"', drawn)


def test_a_group_of_choices_is_a_fieldset_with_a_legend(draw: Callable[..., str]) -> None:
    drawn = draw('<c-field :field="form.pace" />', form=ExampleForm())
    assert "<fieldset" in drawn
    assert '<legend class="field__label">Hours a week' in drawn


@pytest.mark.parametrize(
    "source",
    [
        '<c-button title="{{ words }}">{{ words }}</c-button>',
        '<c-button :title="words" :href="words">{{ words }}</c-button>',
        '<c-card :title="words" :href="words" :id="words">{{ words }}</c-card>',
        '<c-field name="x" :label="words" :hint="words" :value="words" :error="words" :data-x="words" />',
        '<c-badge-tile :name="words" :issuer="words" :image="words" :href="words" />',
        '<c-verdict :headline="words" :sentence="words" :next="words" />',
        '<c-skill :label="words" :level="words" :until="words" :href="words" />',
        '<c-matrix-cell :label="words" :text="words" :href="words" />',
    ],
)
def test_words_of_strangers_stay_words(draw: Callable[..., str], source: str) -> None:
    drawn = draw(source, words='"><script>alert(1)</script>')
    assert "<script" not in drawn
    assert '">&lt;script' not in drawn
    assert "&quot;&gt;&lt;script&gt;" in drawn


def test_a_part_does_not_take_words_from_the_page_around_it(draw: Callable[..., str]) -> None:
    around = dict.fromkeys(("title", "error", "hint", "note", "actions", "state", "href", "tone"), "LEAK")
    pieces = "<c-card>x</c-card><c-field name='a' label='b' /><c-notice>y</c-notice><c-badge-tile name='n' />"
    assert "LEAK" not in draw(pieces, **around)


def test_a_part_hands_on_attributes_it_does_not_know(draw: Callable[..., str]) -> None:
    assert 'data-row="7"' in draw('<c-button data-row="7" name="do">Go</c-button>')
    assert 'autocomplete="email"' in draw('<c-field name="m" label="Mail" autocomplete="email" />')


def test_hours_fill_the_rungs_of_the_glance_card(draw: Callable[..., str]) -> None:
    full = [
        draw('<c-glance :hours="hours" />', hours=hours).count("rungs__full") for hours in (None, 0.1, 1, 10, 40, 120)
    ]
    assert full == [0, 1, 2, 3, 4, 5]


def test_places_that_do_not_exist_yet_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation.PLACES, "staff", (("Nowhere", "nowhere:at_all"),))
    assert navigation.places("staff", "/staff/") == ()


def test_the_longest_address_is_where_the_reader_is(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"a": "/issuer/", "b": "/issuer/award/"}
    monkeypatch.setitem(navigation.PLACES, "issuer", (("Overview", "a"), ("Award", "b")))
    monkeypatch.setattr(navigation, "address", addresses.get)
    current = [place.label for place in navigation.places("issuer", "/issuer/award/csv/") if place.current]
    assert current == ["Award"]


def test_only_a_known_theme_reaches_the_page() -> None:
    request = RequestFactory().get("/", HTTP_COOKIE='theme="><script>')
    assert navigation.navigation(request)["theme"] == ""


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(icon_names())
    for template in TEMPLATES.rglob("*.html"):
        named = set(re.findall(r'<c-icon name="([a-z-]+)"', template.read_text("utf-8")))
        assert named <= drawn, template


def test_every_part_stands_in_the_manual() -> None:
    manual = MANUAL.read_text("utf-8")
    for part in (TEMPLATES / "cotton").glob("*.html"):
        assert f"<c-{part.stem.replace('_', '-')}" in manual, (
            f"describe {part.stem} in docs/explanation/design-system.md"
        )


def test_templates_hold_no_inline_style_or_script() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r'\sstyle="|<style|\son[a-z]+="', text), template
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template
