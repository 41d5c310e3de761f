"""What it costs to hold a badge against our JSON Schema, beside the validator in plain Python.

Run: python benchmarks/bench_schemas.py. The badge is docs/examples/badge.json, the schema the one that is meant for it.
Both validators are compiled before the clock runs, and take turns.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

import jsonschema
from measuring import REPOSITORY, machine, repeat, table, write_results
from referencing import Registry, Resource

from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.schemas import pinned_schemas
from stepladder.credentials.schemas.pinned import violations_of
from stepladder.credentials.schemas.store import schemas_for

AT = datetime(2026, 11, 24, tzinfo=UTC)
ROUNDS, TURNS = 200, 5


def main() -> None:
    data = (REPOSITORY / "docs" / "examples" / "badge.json").read_bytes()
    badge = json.loads(data)
    (schema,) = schemas_for(badge)
    known = Registry().with_resources([(one.url, Resource.from_contents(one.read())) for one in pinned_schemas()])
    plain = jsonschema.Draft202012Validator(schema.read(), registry=known)
    if violations_of(schema, badge) or not plain.is_valid(badge):
        raise SystemExit("the badge of the examples breaks the schema: nothing is measured")
    works = {
        f"jsonschema-rs {version('jsonschema-rs')}, as we use it": lambda: violations_of(schema, badge),
        f"jsonschema {version('jsonschema')}, plain Python": lambda: plain.is_valid(badge),
        "the whole verification": lambda: inspect(data, resolver=DocumentResolver(), at=AT),
    }
    turns = [{name: repeat(work, ROUNDS).median for name, work in works.items()} for _ in range(TURNS)]
    medians = {name: median(turn[name] for turn in turns) for name in works}
    print(table(["", "median ms"], [[name, f"{each:.4f}"] for name, each in medians.items()]))
    ours, theirs, _ = medians.values()
    print(f"\nplain Python costs {theirs / ours:.0f} times as much")
    write_results("schemas", {"machine": machine(), "median_ms": medians})


if __name__ == "__main__":
    main()
