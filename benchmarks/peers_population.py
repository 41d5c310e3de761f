"""The nearest targets and the own-role gaps of a population, as one writes them with a library that is at hand.

Run by bench_population.py: ``peers_population.py LIBRARY FOLDER ANSWER.npz``, with pandas, duckdb or polars in
``.venv-bench``, with scipy in ``.venv``. FOLDER holds the columns as .npy files; loading them is not measured. Prints
seconds as JSON and writes what was found, so that it can be compared. scipy is the plain product of two sparse matrices
in blocks of 4,096 people: it knows confidence, but no levels.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

TOP = 20
AT_ONCE = 4_096  # people, where all at once would not fit into memory
Columns = dict[str, np.ndarray]


def pandas(given: Columns) -> tuple[Any, Any]:
    import pandas as pd

    tables = _frames(pd, given)

    def covered(holding: Any, line: Any, keys: list[str]) -> Any:
        both = holding.merge(line, on=keys)
        reach = both["level"] / both["required"]
        both["covered"] = ((reach * both["confidence"]).clip(upper=1) * 10_000).round() * both["weight"]
        both["held"] = (reach >= 1) & (both["confidence"] >= 0.5) & both["essential"]
        return both.groupby(["person", "target"], as_index=False)[["covered", "held"]].sum()

    def nearest() -> Any:
        essential = tables["line"][tables["line"]["essential"]]
        parts = []
        for first in range(0, len(given["role"]), AT_ONCE):
            some = tables["holding"][tables["holding"]["person"].between(first, first + AT_ONCE - 1)]
            found = covered(some, essential, ["skill"]).merge(tables["total"], on="target")
            found["share"] = (found["covered"] * 1_000_000 // found["total"]).astype(np.int64)
            found = found[found["covered"] > 0].sort_values(
                ["person", "share", "held", "target"], ascending=[True, False, False, True]
            )
            parts.append(found.groupby("person").head(TOP))
        return pd.concat(parts)

    def own() -> Any:
        mine = tables["holding"].merge(tables["role"], on="person")
        return covered(mine, tables["line"], ["skill", "target"])

    return nearest, own


COVERED = """
    sum(round(least(1, h.level / l.required * h.confidence) * 10000) * l.weight)::bigint as covered,
    count(*) filter (h.level >= l.required and h.confidence >= 0.5 and l.essential) as held
"""


def duckdb(given: Columns) -> tuple[Any, Any]:
    import duckdb as library
    import pandas as pd

    base = library.connect()
    for name, frame in _frames(pd, given).items():
        base.register("frame", frame)
        base.execute(f"create table {name} as select * from frame")  # noqa: S608 - names of this file
        base.unregister("frame")

    def nearest() -> Any:
        return base.execute(f"""
            with sums as (
                select person, target, {COVERED}
                from holding h join line l using (skill) where l.essential group by person, target
            )
            select person, target, covered, held from sums join total using (target) where covered > 0
            qualify row_number() over (
                partition by person order by covered * 1000000 // total desc, held desc, target
            ) <= {TOP}
            order by person, covered * 1000000 // total desc, held desc, target
        """).df()  # noqa: S608 - constants of this file

    def own() -> Any:
        return base.execute(f"""
            select person, target, {COVERED}
            from holding h join role using (person) join line l using (skill, target) group by person, target
        """).df()  # noqa: S608 - as above

    return nearest, own


def polars(given: Columns) -> tuple[Any, Any]:
    import pandas as pd
    import polars as pl

    tables = {
        name: pl.DataFrame({column: frame[column].to_numpy() for column in frame}).lazy()
        for name, frame in _frames(pd, given).items()
    }

    def covered(both: Any) -> Any:
        reach = pl.col("level") / pl.col("required")
        worth = ((reach * pl.col("confidence")).clip(upper_bound=1) * 10_000).round().cast(pl.Int64)
        held = (reach >= 1) & (pl.col("confidence") >= 0.5) & pl.col("essential")
        return both.group_by("person", "target").agg(
            covered=(worth * pl.col("weight")).sum(), held=held.sum().cast(pl.Int64)
        )

    def nearest() -> Any:
        parts = []
        essential = tables["line"].filter(pl.col("essential"))
        for first in range(0, len(given["role"]), AT_ONCE):
            some = tables["holding"].filter(pl.col("person").is_between(first, first + AT_ONCE - 1))
            found = (
                covered(some.join(essential, on="skill"))
                .filter(pl.col("covered") > 0)
                .join(tables["total"], on="target")
                .with_columns(share=pl.col("covered") * 1_000_000 // pl.col("total"))
                .sort(["person", "share", "held", "target"], descending=[False, True, True, False])
            )
            parts.append(found.group_by("person", maintain_order=True).head(TOP).collect())
        return pl.concat(parts)

    def own() -> Any:
        return covered(
            tables["holding"].join(tables["role"], on="person").join(tables["line"], on=["skill", "target"])
        ).collect()

    return nearest, own


def scipy(given: Columns) -> tuple[Any, Any]:
    from scipy.sparse import csr_array

    people, targets = len(given["role"]), len(given["total"])
    skills = int(max(given["skill"].max(), given["line_skill"].max())) + 1
    shape = (people, skills)
    start = np.searchsorted(given["person"], np.arange(people + 1))
    held = csr_array((given["confidence"].astype(np.float32), given["skill"], start), shape=shape)
    essential = given["line_essential"].astype(bool)
    lines = (given["line_skill"][essential], given["line_target"][essential])
    asked = csr_array((np.ones(len(lines[0]), np.float32), lines), shape=(skills, targets))
    count = np.maximum(np.bincount(lines[1], minlength=targets), 1).astype(np.float32)
    every = csr_array(
        (given["line_weight"].astype(np.float32), (given["line_target"], given["line_skill"])), shape=(targets, skills)
    )

    def nearest() -> Any:
        rows, shares = [], []
        for first in range(0, people, AT_ONCE):
            share = (held[first : first + AT_ONCE] @ asked).toarray() / count
            best = np.argpartition(share, targets - TOP, axis=1)[:, -TOP:]
            value = np.take_along_axis(share, best, axis=1)
            order = np.argsort(-value, axis=1, kind="stable")
            rows.append(np.take_along_axis(best, order, axis=1))
            shares.append(np.take_along_axis(value, order, axis=1))
        return {"target": np.concatenate(rows), "share": np.concatenate(shares)}

    def own() -> Any:
        return {"covered": held.multiply(every[given["role"]]).sum(axis=1)}

    return nearest, own


def _frames(pd: Any, given: Columns) -> dict[str, Any]:
    line = {name: given[f"line_{name}"] for name in ("target", "skill", "required", "weight")}
    return {
        "holding": pd.DataFrame({name: given[name] for name in ("person", "skill", "level", "confidence")}),
        "line": pd.DataFrame({**line, "essential": given["line_essential"].astype(bool)}),
        "total": pd.DataFrame({"target": np.arange(len(given["total"])), "total": given["total"]}),
        "role": pd.DataFrame({"person": np.arange(len(given["role"])), "target": given["role"]}),
    }


LIBRARIES = {"duckdb": duckdb, "pandas": pandas, "polars": polars, "scipy": scipy}


def main() -> None:
    library, folder, answer = sys.argv[1:]
    given = {file.stem: np.load(file) for file in Path(folder).glob("*.npy")}
    given["level"] = given["level"].astype(np.float64)
    given["confidence"] = given["confidence"].astype(np.float64).round(6)
    nearest, own = LIBRARIES[library](given)
    seconds, kept = {}, {}
    for name, work in (("own", own), ("nearest", nearest)):
        began = time.perf_counter()
        found = work()
        seconds[name] = time.perf_counter() - began
        columns = found if isinstance(found, dict) else {column: found[column] for column in found.columns}
        kept.update({f"{name}_{column}": np.asarray(values) for column, values in columns.items()})
    np.savez(answer, **kept)
    version = sys.modules[library].__version__
    print(json.dumps({"library": f"{library} {version}", "seconds": seconds}))


if __name__ == "__main__":
    main()
