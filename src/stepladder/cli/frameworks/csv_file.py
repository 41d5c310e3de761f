"""``stepladder frameworks import csv``: a company's own table, with a mapping of its columns that can be kept."""

from __future__ import annotations

import json
import re
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.frameworks.importing import about, import_release, problems_listed
from stepladder.cli.options import read_pair
from stepladder.cli.skills_input import Json, data_folder, read_json, wrong_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.frameworks.csv_mapping import CsvMapping
    from stepladder.skills.frameworks.model import Framework

__all__ = ["import_csv"]

SHOWN = 5  # skills that a dry run shows


Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="What a column is, such as label=Kompetenz; repeatable."),
]
Kept = Annotated[str | None, typer.Option("--mapping", metavar="NAME", help="Use a mapping that was kept.")]
Keep = Annotated[str | None, typer.Option("--save-mapping", metavar="NAME", help="Keep the mapping under this name.")]
Scale = Annotated[
    str | None, typer.Option("--scale", help="The levels: four-steps, or names, lowest first: 'basic|good|expert'.")
]
Separator = Annotated[str | None, typer.Option("--separator", help="Between several names in a cell; | by default.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Where it is not UTF-8: utf-16 or windows-1252.")]


def import_csv(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with a header; cells apart by comma, semicolon, tab or bar.")
    ],
    *,
    name: Annotated[str, typer.Option("--name", help="What to call the framework, such as acme.")],
    version: Annotated[str, typer.Option("--version", help="Its version, such as 2026.")],
    maps: Maps = None,
    mapping: Kept = None,
    save_mapping: Keep = None,
    scale: Scale = None,
    separator: Separator = None,
    encoding: Encoding = None,
    language: Annotated[str, typer.Option("--language", help="The language of its labels, such as de.")] = "en",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be read, and store nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load your own list of skills, and of the roles that ask for them, from a CSV file.

    Fields: skill (an id), label, alternative_labels, description, kind, reuse_level, keywords, code, parent, group,
    occupation, occupation_label, isco, relation, weight (0-1) or importance (1-5), level; label:fr for a language.
    Columns that the header names plainly are found without --map.
    """
    from stepladder.skills.frameworks.csv_file import csv_sources, read_csv
    from stepladder.skills.frameworks.delimited import Delimited
    from stepladder.skills.frameworks.naming import checked_language, checked_name

    with wrong_use():
        checked_name(name, version)
        checked_language(language)
        said = _kept(mapping)
        settings = {"scale": scale, "separator": separator, "encoding": encoding}
        said |= {setting: value for setting, value in settings.items() if value is not None}
        if save_mapping:
            _mapping_file(save_mapping)
    table = Delimited.of(file, encoding=said.get("encoding", ""), delimiter=said.get("delimiter", ""))
    chosen = _chosen(table.header, said, maps or [], proposing=mapping is None)
    with wrong_use():
        chosen.check(file.name, table.header)
        chosen.scale_of(name)
    if save_mapping and not dry_run:
        _keep(save_mapping, chosen)

    def read(tell: Any = None) -> Framework:
        return read_csv(file, name=name, version=version, mapping=chosen, language=language, progress=tell)

    with problems_listed(as_json=as_json):
        if dry_run:
            _show(read(), chosen, table.header, as_json=as_json)
            return
        import_release(
            "Reading the table",
            csv_sources(file, chosen),
            read,
            as_json=as_json,
            same=lambda one: (one.name, one.version) == (name, version) and language in one.languages,
        )


def _chosen(header: Sequence[str], said: dict[str, Any], maps: Sequence[str], *, proposing: bool) -> CsvMapping:
    """Return the columns that the header shows or that were kept, as --map changes them; ``FIELD=`` takes one away."""
    from stepladder.skills.frameworks.csv_mapping import CsvMapping, proposed

    changed = dict(_pair(text) for text in maps)
    found = proposed(header) if proposing else dict(said.get("columns", {}))
    taken = set(changed.values())
    kept = {field: column for field, column in found.items() if field not in changed and column not in taken}
    columns = {field: column for field, column in {**kept, **changed}.items() if column}
    return CsvMapping(columns=columns, **{field: value for field, value in said.items() if field != "columns"})


def _pair(text: str) -> tuple[str, str]:
    if text.endswith("="):
        return text[:-1], ""
    return read_pair(text, "--map", "label=Kompetenz")


def _show(framework: Framework, mapping: CsvMapping, header: Sequence[str], *, as_json: bool) -> None:
    skills = [skill for _, skill in zip(range(SHOWN), framework.skills.values(), strict=False)]
    unread = [column for column in header if column and column not in mapping.columns.values()]
    if as_json:
        sample = [{"uri": s.uri, "label": s.label, "alternative_labels": list(s.alternative_labels)} for s in skills]
        shown = {"mapping": mapping.to_json(), "not_read": unread, "sample": sample, "framework": about(framework)}
        print_json({"status": "dry_run", **shown})
        return
    typer.echo("This is what would be read:")
    for field, column in mapping.columns.items():
        typer.echo(visible(f"  {field:<20} from column {column!r}"))
    if unread:
        typer.echo(visible(f"  not read: {', '.join(unread)}"))
    counts = framework.counts()
    typer.echo(
        f"  {counts['skills']:,} skills, {counts['occupations']:,} occupations, {counts['relations']:,} relations"
    )
    for skill in skills:
        typer.echo(visible(f"  e.g. {skill.label}  {skill.uri}"))
    note("Nothing was stored. Run again without --dry-run to store it.")


# ---------------------------------------------------------------------- mappings that are kept
def _mapping_file(name: str) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name):
        raise CommandError(
            f"{name!r} is no name for a mapping.",
            code="usage.mapping_name",
            hint="Use letters of a to z, digits, dots, dashes and underscores.",
        )
    return data_folder() / "mappings" / f"{name}.json"


def _kept(name: str | None) -> dict[str, Any]:
    from stepladder.skills.frameworks.csv_mapping import CsvMapping

    if name is None:
        return {}
    path = _mapping_file(name)
    if not path.is_file():
        there = ", ".join(sorted(file.stem for file in path.parent.glob("*.json"))) or "none"
        raise CommandError(
            f"There is no mapping {name!r}; kept are: {there}.",
            code="usage.no_mapping",
            hint="Keep one with --save-mapping.",
        )
    return CsvMapping.from_json(read_json(path)).to_json()


def _keep(name: str, mapping: CsvMapping) -> None:
    path = _mapping_file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, json.dumps(mapping.to_json(), ensure_ascii=False, indent=2).encode() + b"\n")
