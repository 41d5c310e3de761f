"""A share shows what was ticked, to whom it was meant for, until it ends or is withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepladder.server.accounts.services import add_organisation
from stepladder.server.flows import sharing
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet import services
from stepladder.server.wallet.selectors import shares_by, shares_with

pytestmark = pytest.mark.server


@pytest.fixture
def share(hold, learner):
    def make(**more):
        return sharing.share(holder=learner, credentials=[hold()], until=clock.now() + timedelta(days=30), **more)

    return make


def test_a_link_shows_what_was_shared_and_counts_openings(share, client):
    made = share(audience_name="Landlord")
    page = client.get(f"/shared/{made.token}/").content.decode()
    assert "Help desk basics" in page
    assert "we do not know that this is Northgate College" in page
    made.refresh_from_db()
    assert made.opened == 1


def test_withdrawn_is_gone_at_once(share, client, learner, signed_in):
    made = share()
    signed_in(learner).post(f"/learner/sharing/{made.pk}/withdraw")
    answer = client.get(f"/shared/{made.token}/")
    assert answer.status_code == 404
    assert "not shared any more" in answer.content.decode()


def test_expired_is_gone(share, client):
    made = share()
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert client.get(f"/shared/{made.token}/").status_code == 404


def test_what_was_removed_from_the_record_is_no_longer_shown(share, client):
    made = share()
    services.remove(held=made.credentials.get())
    page = client.get(f"/shared/{made.token}/").content.decode()
    assert "Help desk basics" not in page
    assert "Nothing is shown here any more" in page


def test_an_organisation_sees_only_what_is_shared_with_it(share, stranger):
    shop = add_organisation(owner=stranger, name="Shop", employs=True)
    other = add_organisation(owner=stranger, name="Other", employs=True)
    made = share(audience=shop)
    assert shares_with(shop) == [made]
    assert shares_with(other) == []
    sharing.withdraw(share=made)
    assert shares_with(shop) == []


def test_nobody_shares_what_is_not_theirs(hold, stranger):
    with pytest.raises(Refusal) as caught:
        sharing.share(holder=stranger, credentials=[hold()], until=clock.now() + timedelta(days=1))
    assert caught.value.code == "share.not_yours"


def test_the_page_shares_by_link(hold, learner, signed_in):
    held, client = hold(), signed_in(learner)
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    answer = client.post("/learner/sharing/", {"credential": str(held.pk), "audience": "link", "until": until})
    assert answer.status_code == 302
    [made] = shares_by(learner)
    assert made.audience is None
    assert f"/shared/{made.token}/" in client.get("/learner/sharing/").content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"audience": "link"}, "Tick at least one credential"),
        ({"audience": "link", "until": "2001-01-01"}, "not over yet"),
        ({"audience": "link", "until": "2999-01-01"}, "within two years"),
        ({"audience": "some-employer"}, "Select a valid choice"),
    ],
)
def test_the_page_says_what_is_missing(learner, signed_in, hold, values, words):
    hold()
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    page = signed_in(learner).post("/learner/sharing/", {"until": until, **values})
    assert page.status_code == 400
    assert words in page.content.decode()


def test_somebody_elses_credential_cannot_be_ticked(hold, stranger, signed_in):
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    values = {"credential": str(hold().pk), "audience": "link", "until": until}
    page = signed_in(stranger).post("/learner/sharing/", values)
    assert page.status_code == 400
    assert shares_by(stranger) == []
