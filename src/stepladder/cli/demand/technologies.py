"""``stepladder demand technologies``: what O*NET newly calls hot or in demand, and no longer."""

from __future__ import annotations

from typing import Annotated

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.skills_input import Json, pack_store, wrong_use

__all__ = ["technologies_command"]


def technologies_command(
    older: Annotated[str, typer.Argument(metavar="OLDER", help="A loaded O*NET release, such as onet@29.3.")],
    newer: Annotated[str, typer.Argument(metavar="NEWER", help="A later one.")],
    *,
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many pairs to show.")] = 20,
    as_json: Json = False,
) -> None:
    """Compare the technologies of two O*NET releases: newly hot or in demand, and no longer."""
    from stepladder.skills.demand import compare_technologies
    from stepladder.skills.demand.technology import technologies_of

    tables = []
    for name in (older, newer):
        short, _, version = name.partition("@")
        framework = pack_store().load(short, version or None)
        with wrong_use():
            tables.append(technologies_of(framework))
    found = compare_technologies(*tables)
    if as_json:
        print_json(found.as_dict())
        return
    say = typer.echo
    say(visible(f"{found.newer} calls {found.hot:,} technologies hot; compared with {found.older}:"))
    for words, names in (("newly hot", found.newly_hot), ("no longer hot", found.no_longer_hot)):
        say(visible(f"  {len(names):>5,}  {words}: {', '.join(names[:top])}{' …' if len(names) > top else ''}"))
    for words, pairs in (
        ("newly in demand", found.newly_in_demand),
        ("no longer in demand", found.no_longer_in_demand),
    ):
        say(f"  {len(pairs):>5,}  {words}, over {found.compared:,} occupations that both have")
        for occupation, technology in pairs[:top]:
            say(visible(f"         {technology}: {found.titles.get(occupation) or occupation}"))
    note(found.source)
