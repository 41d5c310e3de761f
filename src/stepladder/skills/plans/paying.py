"""Who pays: named, sourced rules of subsidies and employers, what they pay of each step, and exact plans under them.

Rules apply in their order, each to what the rules before it leave. A rule pays a share of what is left, at most
``up_to`` for one offer. A rule with ``up_to_in_all`` pays no more than that for the whole plan (a yearly limit, counted
once: a plan is taken to begin in one year); such rules stand last, and what each would pay is reckoned as if the limits
before it were not reached, so that the order of steps changes no sum.

What the learner pays is then a sum over offers plus, per limit, what goes beyond it. For each set of limits that are
reached this is a plain sum: `cases` gives one priced catalogue for each, and the best plan of all cases is the best.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.opportunity import LearningOpportunity, Payment
from stepladder.skills.plans.wishes import Ceiling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Case", "Paying", "PayingRule", "cases", "payments", "read_paying"]

MOST_LIMITS = 3
MOST_RULES = 50
STATED = "Subsidy stated in the catalogue"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingRule:
    """One rule: ``payer`` pays ``share`` (0–1) of what is left of an offer's price, within its limits.

    It applies to offers with one of ``offers`` (ids), ``providers``, ``modes`` and ``kinds``, each where it is given.
    ``name`` and ``source`` (where the rule can be read) are needed. Raises `SkillsError` (``paying.rule``).
    """

    name: str
    source: str
    payer: str
    share: Decimal = Decimal(1)
    up_to: Decimal | None = None
    up_to_in_all: Decimal | None = None
    offers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key in ("name", "source", "payer"):
            if not getattr(self, key).strip():
                raise _wrong(f"A rule has no {key}", hint="Each rule names itself, who pays, and where it can be read.")
        if not 0 < self.share <= 1:
            raise _wrong(f"The share of {self.name!r} is {self.share}; expected more than 0 and at most 1, or 50%")
        for limit in (self.up_to, self.up_to_in_all):
            if limit is not None and not 0 <= limit <= 10**9:
                raise _wrong(f"A limit of {self.name!r} is {limit}; expected 0 to 1,000,000,000")

    def applies_to(self, offer: LearningOpportunity) -> bool:
        """Return whether the rule speaks of this offer."""
        return all(
            not wanted or found.casefold() in {one.casefold() for one in wanted}
            for wanted, found in (
                (self.offers, offer.id),
                (self.providers, offer.provider),
                (self.modes, offer.mode),
                (self.kinds, offer.kind),
            )
        )

    def pays(self, left: int) -> int:
        """Return the cents that the rule pays of ``left`` cents, its limit for one offer kept, in whole cents below."""
        amount = int((self.share * left).to_integral_value(ROUND_FLOOR))
        return amount if self.up_to is None else min(amount, int(self.up_to * 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """Rules in their order, and whose money an objective, a budget and a plan's cost speak of.

    ``own``: the learner's. ``total``: all that anybody pays. Raises `SkillsError` (``paying.order``, ``paying.limits``)
    where a rule with a limit in all stands before one without, or where more than three have one.
    """

    rules: tuple[PayingRule, ...] = ()
    money: Literal["own", "total"] = "own"

    def __post_init__(self) -> None:
        limited = [rule.up_to_in_all is not None for rule in self.rules]
        if limited != sorted(limited):
            raise SkillsError(
                "A rule with a limit in all stands before one without",
                code="paying.order",
                hint="Put the rules with up_to_in_all last.",
            )
        if sum(limited) > MOST_LIMITS or len(self.rules) > MOST_RULES:
            raise SkillsError(
                f"{sum(limited)} of {len(self.rules)} rules have a limit in all",
                code="paying.limits",
                hint=f"At most {MOST_LIMITS} of at most {MOST_RULES} can be reckoned exactly.",
            )
        if self.money not in {"own", "total"}:
            raise SkillsError(f"The money is {self.money!r}; expected own or total", code="paying.money")

    def shares(self, offer: LearningOpportunity) -> tuple[int, list[int]]:
        """Return the cents left to the learner, and those that each rule pays before its limit in all."""
        left, found = offer.cents, []
        for rule in self.rules:
            amount = rule.pays(left) if rule.applies_to(offer) else 0
            found.append(amount)
            left -= amount
        return left, found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One set of limits that are reached: offers at the price that counts then, ceilings, and cents to deduct."""

    offers: tuple[LearningOpportunity, ...]
    ceilings: tuple[Ceiling, ...] = ()
    deduct: int = 0


def cases(offers: Sequence[LearningOpportunity], paying: Paying) -> tuple[Case, ...]:
    """Return the cases of which the best plan is the best under these rules."""
    if paying.money == "total":
        return (Case(offers=tuple(_priced(offer, int(offer.listed * 100)) for offer in offers)),)
    if not paying.rules:
        return (Case(offers=tuple(offers)),)
    shares = {offer.id: paying.shares(offer) for offer in offers}
    limits = {
        number: int(rule.up_to_in_all * 100)
        for number, rule in enumerate(paying.rules)
        if rule.up_to_in_all is not None
    }
    amounts = {number: {key: paid[number] for key, (_, paid) in shares.items() if paid[number]} for number in limits}
    reachable = [number for number in limits if sum(amounts[number].values()) > limits[number]]
    found = []
    for size in range(len(reachable) + 1):
        for reached in combinations(reachable, size):
            prices = {key: left + sum(paid[number] for number in reached) for key, (left, paid) in shares.items()}
            found.append(
                Case(
                    offers=tuple(_priced(offer, prices[offer.id]) for offer in offers),
                    ceilings=tuple(
                        Ceiling(amounts=amounts[number], at_least=limits[number])
                        if number in reached
                        else Ceiling(amounts=amounts[number], at_most=limits[number])
                        for number in reachable
                    ),
                    deduct=sum(limits[number] for number in reached),
                )
            )
    return tuple(found)


def _priced(offer: LearningOpportunity, cents: int) -> LearningOpportunity:
    if cents == offer.cents and offer.full_price is None:
        return offer
    return replace(offer, price=Decimal(cents) / 100, full_price=None)


def payments(steps: Iterable[LearningOpportunity], paying: Paying) -> tuple[tuple[Payment, ...], ...]:
    """Return what others pay of each step, in the steps' order; a limit in all is used up by the first."""
    left_in_all = [None if rule.up_to_in_all is None else int(rule.up_to_in_all * 100) for rule in paying.rules]
    found = []
    for offer in steps:
        paid = []
        if offer.listed > offer.price:
            paid.append(_payment("subsidy", STATED, "the catalogue", int((offer.listed - offer.price) * 100)))
        for number, (rule, cents) in enumerate(zip(paying.rules, paying.shares(offer)[1], strict=True)):
            limit = left_in_all[number]
            amount = cents if limit is None else min(cents, limit)
            if limit is not None:
                left_in_all[number] = limit - amount
            if amount:
                paid.append(_payment(rule.payer, rule.name, rule.source, amount))
        found.append(tuple(paid))
    return tuple(found)


def _payment(payer: str, rule: str, source: str, cents: int) -> Payment:
    return Payment(payer=payer, rule=rule, source=source, amount=Decimal(cents) / 100)


# ---------------------------------------------------------------------- reading
def read_paying(data: bytes, *, name: str = "rules") -> Paying:
    """Return the rules in JSON: ``{"money": "own"|"total", "rules": [{"name", "source", "payer", "share", …}]}``.

    Raises `SkillsError` (``paying.*``) naming the rule.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SkillsError(f"{name} is not JSON: {error}", code="paying.json", where=name) from error
    if not isinstance(value, dict) or not isinstance(value.get("rules"), list):
        raise SkillsError(f"{name} is not an object with a list of rules", code="paying.json", where=name)
    rules = tuple(_rule(one, f"{name}, /rules/{number}") for number, one in enumerate(value["rules"]))
    return Paying(rules=rules, money=value.get("money", "own"))


def _rule(value: Any, where: str) -> PayingRule:
    if not isinstance(value, dict):
        raise _wrong("A rule is not an object", where=where)
    unknown = sorted(value.keys() - PayingRule.__dataclass_fields__.keys())
    if unknown:
        raise _wrong(f"A rule has the member {unknown[0]!r}, which is not known", where=where)
    try:
        return PayingRule(
            name=_said(value, "name", where),
            source=_said(value, "source", where),
            payer=_said(value, "payer", where),
            share=_amount(value.get("share", 1), where),
            up_to=None if value.get("up_to") is None else _money(value["up_to"], where),
            up_to_in_all=None if value.get("up_to_in_all") is None else _money(value["up_to_in_all"], where),
            offers=_texts(value, "offers", where),
            providers=_texts(value, "providers", where),
            modes=_texts(value, "modes", where),
            kinds=_texts(value, "kinds", where),
        )
    except SkillsError as error:
        raise _wrong(error.message, where=where, hint=error.hint) from error


def _said(value: Mapping[str, Any], key: str, where: str) -> str:
    found = value.get(key, "")
    if not isinstance(found, str):
        raise _wrong(f"{key} is {found!r}; a text was expected", where=where)
    return found


def _texts(value: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = value.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _wrong(f"{key} is {found!r}; a list of texts was expected", where=where)
    return tuple(found)


def _amount(value: Any, where: str) -> Decimal:
    text = str(value).strip()
    try:
        amount = Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    except InvalidOperation as error:
        raise _wrong(f"{value!r} is no number", where=where) from error
    if isinstance(value, bool) or not amount.is_finite():
        raise _wrong(f"{value!r} is no number", where=where)
    return amount


def _money(value: Any, where: str) -> Decimal:
    amount = _amount(value, where)
    if abs(amount) <= 10**9 and amount != amount.quantize(_CENT):
        raise _wrong(f"The limit {value} has more than two places after the point", where=where)
    return amount


def _wrong(message: str, *, where: str = "", hint: str = "See “Who pays” in the planning reference.") -> SkillsError:
    return SkillsError(message, code="paying.rule", where=where, hint=hint)
