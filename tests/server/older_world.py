"""The website of an issuer of older badges, as the server's one way out finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.credentials.older_site import ASSERTION, KEY, Site, assertion, encoded, site

from stepladder.server.kernel.fetch import Fetched, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable


class WayOut:
    """Stands for the fetch guard: one website, and nothing else anywhere."""

    def __init__(self, published: Site) -> None:
        self.published = published

    def fetch(self, url: str, *, accept: str = "") -> Fetched:
        assert accept is not None
        self.published.asked.append(url)
        if url in self.published.gone:
            raise FetchError("HTTP status 410", code="fetch.gone", where=url)
        if url not in self.published.pages:
            raise FetchError("HTTP status 404", code="fetch.http_status", where=url)
        return Fetched(url=url, body=encoded(self.published.pages[url]), content_type="application/json")

    def get(self, url: str, *, accept: str = "") -> bytes:
        return self.fetch(url, accept=accept).body


@pytest.fixture
def on_the_web(monkeypatch: pytest.MonkeyPatch) -> Callable[[Site], Site]:
    """Put a website where the server's fetch guard finds it."""
    from stepladder.server.flows import verifying

    def put(published: Site) -> Site:
        way_out = WayOut(published)
        monkeypatch.setattr(verifying, "fetcher", lambda: way_out)
        return published

    return put


@pytest.fixture
def both(on_the_web: Callable[[Site], Site]) -> Site:
    """Publish one hosted badge of 2.0, and the key, profile and list that a signed one needs."""
    published = site("2.0", "signed")
    published.pages[ASSERTION] = assertion()
    assert KEY in published.pages
    return on_the_web(published)
