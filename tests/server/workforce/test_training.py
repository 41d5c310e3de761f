"""Asking the employer to pay: reserved once, told by mail, enrolled."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import close_old_connections, connection

from stepladder.server.flows import employing
from stepladder.server.kernel.models import OutboxMessage
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce import selectors, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.workforce.models import TrainingRequest, Worker

    from .conftest import Scene

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def ask(scene: Scene, worker: Worker, cents: int, n: int = 1, currency: str = "EUR") -> TrainingRequest:
    return services.ask_for_training(
        worker=worker,
        actor=scene.stranger,
        achievement_iri=f"http://127.0.0.1/achievements/{n}",
        title="IT support foundations",
        price_cents=cents,
        currency=currency,
        hours=Decimal(25),
    )


def test_the_same_step_asked_twice_is_one_request(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    worker = make_worker()
    assert ask(scene, worker, 100).pk == ask(scene, worker, 100).pk


def test_approving_reserves_and_paying_spends(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=50_000)
    request = ask(scene, make_worker(email="w@company.example"), 24_000)
    employing.decide(actor=scene.manager, request=request, approve=True, note="Good luck")
    employing.decide(actor=scene.manager, request=request, approve=True)
    state = selectors.spending(scene.organisation)
    assert (state.reserved_cents, state.spent_cents, state.left_cents) == (24_000, 0, 26_000)
    services.record_payment(actor=scene.manager, request=request)
    state = selectors.spending(scene.organisation)
    assert (state.reserved_cents, state.spent_cents, state.left_cents) == (0, 24_000, 26_000)
    bodies = [row.payload["body"] for row in OutboxMessage.objects.filter(kind="mail")]
    assert any("Good luck" in body for body in bodies)
    with pytest.raises(Refusal, match="paid already"):
        employing.decide(actor=scene.manager, request=request, approve=False)


def test_declining_an_approval_frees_the_money(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=50_000)
    worker = make_worker()
    request = ask(scene, worker, 24_000)
    employing.decide(actor=scene.manager, request=request, approve=True)
    employing.decide(actor=scene.manager, request=request, approve=False)
    assert selectors.spending(scene.organisation).left_cents == 50_000
    assert ask(scene, worker, 24_000).pk != request.pk


def test_no_money_or_another_currency_is_refused_in_words(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=10_000)
    with pytest.raises(Refusal, match=r"€240; €100 are left"):
        employing.decide(actor=scene.manager, request=ask(scene, make_worker(), 24_000), approve=True)
    with pytest.raises(Refusal, match="budget is in EUR"):
        employing.decide(actor=scene.manager, request=ask(scene, make_worker(), 100, currency="CHF"), approve=True)
    employing.decide(actor=scene.manager, request=ask(scene, make_worker(), 0, currency="CHF"), approve=True)


def test_the_budget_never_sinks_below_what_is_promised(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=30_000)
    employing.decide(actor=scene.manager, request=ask(scene, make_worker(), 20_000), approve=True)
    with pytest.raises(Refusal, match="spent or reserved"):
        services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=10_000)


def test_strangers_decide_nothing(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    request = ask(scene, make_worker(), 0)
    for person in (scene.stranger, scene.other_owner):
        with pytest.raises(Refusal) as caught:
            employing.decide(actor=person, request=request, approve=True)
        assert caught.value.status == 404


def test_who_no_employer_knows_cannot_ask(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    assert not employing.can_ask(scene.stranger)
    worker = make_worker(email=scene.stranger.email)
    assert not employing.can_ask(scene.stranger), "an address alone is not a link: anybody can type one"
    services.link_person(actor=scene.stranger, worker=worker, person=scene.stranger)
    assert employing.can_ask(scene.stranger)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_spend_the_budget_once(scene: Scene, make_worker: Callable[..., Worker]) -> None:
    services.set_budget(actor=scene.manager, organisation=scene.organisation, amount_cents=10_000)
    requests = [ask(scene, make_worker(), 10_000) for _ in range(2)]
    outcomes: list[str] = []

    def approve(request: TrainingRequest) -> None:
        try:
            services.approve_training(actor=scene.manager, request=request)
            outcomes.append("approved")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert sorted(outcomes) == ["approved", "budget.too_small"]
