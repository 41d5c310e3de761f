"""Gaps of very many people: the kernel beside duckdb, polars, pandas and a plain product of sparse matrices.

Run: make bench ARGS=population. 50,000 people for the comparison, then 1,000,000 for the aims; every run in a process
of its own, whose greatest memory is reported. People come from invented_people.py, occupations from ESCO where it is
beside the repository, else from the starter pack. ESCO asks for no levels, so each relation gets one from 1 to 4,
invented: else levels would cost nothing. Every answer is compared, person by person, on a sample.

Options: ``--people N`` (many), ``--few N`` (compared), ``--threads N``, ``--alone`` (no peers).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import peers
from invented_people import invent
from measuring import esco_files, machine, table, write_results

from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.population import Population, Targets, nearest, own_gaps, ranking
from stepladder.skills.population.grades import Kind
from stepladder.skills.proficiency import STEPLADDER_SCALE

if TYPE_CHECKING:
    from stepladder.skills import Framework

TOP, SEED, SAMPLE = 20, 11, 2_000
LEVELS = (0.3, 0.4, 0.2, 0.1)
AIMS = {"nearest": 10.0, "own": 0.5, "memory_mb": 2_000.0}
FOR = 1_000_000  # people, whom the aims are for
HERE = Path(__file__)


def framework() -> Framework:
    files = esco_files()
    return read_esco(files) if files else starter()


def targets_with_levels(of: Framework) -> Targets:
    """Return every occupation, asking for a level of each skill."""
    plain = Targets.of(of.occupations.values())
    kinds = tuple(Kind(STEPLADDER_SCALE.id, float(level)) for level in (1, 2, 3, 4))
    drawn = np.random.default_rng(SEED).choice(4, size=len(plain.kind), p=LEVELS).astype(np.int32)
    return replace(plain, kinds=kinds, kind=drawn)


def write_columns(folder: Path, count: int) -> None:
    """Write people and targets as columns, one file each."""
    of = framework()
    people, targets = invent(of, count, seed=SEED), targets_with_levels(of)
    rows = {uri: row for row, uri in enumerate(of.skills)}
    skill = np.array([rows[uri] for uri in targets.skills], dtype=np.int32)
    columns = {name: getattr(people, name) for name in ("person", "skill", "level", "confidence", "role")}
    columns |= {
        "line_target": targets.target,
        "line_skill": skill[targets.skill],
        "line_required": np.array([kind.level for kind in targets.kinds])[targets.kind],
        "line_weight": targets.weight,
        "line_essential": targets.essential.astype(np.uint8),
        "total": np.rint(targets.need_of(essential_only=True) * targets.parts).astype(np.int64),
    }
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    (folder / "skills.json").write_text(json.dumps(list(of.skills)), encoding="utf-8")


def ours(folder: Path, answer: Path, threads: int | None) -> dict[str, Any]:
    """Run the kernel over the columns in a folder, in this process."""
    targets = targets_with_levels(framework())
    skills = json.loads((folder / "skills.json").read_text(encoding="utf-8"))
    columns = {name: np.load(folder / f"{name}.npy") for name in ("person", "skill", "level", "confidence")}
    role = np.load(folder / "role.npy")
    assert ranking  # noqa: S101 - imported before the clock runs, as the peers are
    began = time.perf_counter()
    people = Population.from_columns(skills=skills, people=len(role), **columns)
    seconds = {"building": time.perf_counter() - began}
    del columns
    began = time.perf_counter()
    own = own_gaps(people, targets, role, threads=threads)
    seconds["own"] = time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    near = nearest(people, targets, top=TOP, threads=threads)
    seconds |= {"nearest": time.perf_counter() - began, "nearest_processor": time.process_time() - worked}
    plain = Targets.of(framework().occupations.values())
    began = time.perf_counter()
    share = nearest(people, plain, top=TOP, threads=threads)
    seconds["nearest_without_levels"] = time.perf_counter() - began
    some = sample(len(role))
    np.savez(
        answer,
        target=near.target[some],
        covered=near.covered[some],
        held=near.held[some],
        own=np.rint((own.need_of - own.need)[some] * targets.parts),
        own_held=own.essential_held[some],
        share=np.where(share.target < 0, 0, share.covered / np.maximum(share.totals, 1)[share.target])[some],
    )
    return {"holdings": len(people.skill), "seconds": seconds, "combinations": len(people.grades)}


def sample(count: int) -> np.ndarray:
    return np.linspace(0, count - 1, min(count, SAMPLE)).astype(int)


def check(mine: Path, theirs: Path, library: str, count: int) -> None:
    """Stop unless a peer found the same for every person of the sample."""
    a, b = dict(np.load(mine)), dict(np.load(theirs))
    if library == "scipy":  # without levels, in 32 bits
        if not np.allclose(a["share"], b["nearest_share"][sample(count)], atol=2e-6):
            raise SystemExit("scipy found other shares")
        return
    for row, person in enumerate(sample(count)):
        found = np.flatnonzero(b["nearest_person"] == person)
        for name in ("target", "covered", "held"):
            expected = a[name][row][a["target"][row] >= 0]
            if not np.array_equal(expected, b[f"nearest_{name}"][found].astype(np.int64)):
                raise SystemExit(f"{library} found another {name} for person {person}")
        role = np.flatnonzero(b["own_person"] == person)
        got = (b["own_covered"][role].sum(), b["own_held"][role].sum())
        if got != (a["own"][row], a["own_held"][row]):
            raise SystemExit(f"{library} found another own gap for person {person}: {got}")


def run_ours(folder: Path, answer: Path, threads: int | None) -> dict[str, Any]:
    command = [sys.executable, str(HERE), "--ours", str(folder), str(answer), "--threads", str(threads or 0)]
    said, memory = peers.run(command)
    return {**said, "memory_mb": memory}


def compare(folder: Path, few: int, threads: int | None) -> dict[str, Any]:
    """Run everything over a few people and return the figures, ours first."""
    mine = folder / "ours.npz"
    found = {"stepladder": run_ours(folder, mine, threads)}
    for library in ("scipy", "duckdb", "polars", "pandas"):
        theirs = folder / f"{library}.npz"
        python = sys.executable if library == "scipy" else str(peers.python())
        said, memory = peers.run(
            [python, str(HERE.with_name("peers_population.py")), library, str(folder), str(theirs)]
        )
        check(mine, theirs, library, few)
        found[library] = {**said, "memory_mb": memory}
    return found


def show(found: dict[str, Any], few: int) -> None:
    base = found["stepladder"]["seconds"]
    rows = []
    for name, one in found.items():
        at = one["seconds"]
        against = base["nearest_without_levels"] if name == "scipy" else base["nearest"]
        rows.append(
            [
                one.get("library", "Stepladder") + (" (no levels)" if name == "scipy" else ""),
                f"{at['nearest']:.2f}",
                f"{at['nearest'] / against:.1f} ×",
                f"{at['own']:.3f}",
                f"{at['own'] / base['own']:.1f} ×",
                f"{one['memory_mb']:,.0f}",
            ]
        )
    print(f"\n{few:,} people, the {TOP} nearest occupations, and the own-role gap; the same answers:\n")
    print(table(["", "nearest s", "against ours", "own s", "against ours", "peak MB"], rows))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=FOR)
    asked.add_argument("--few", type=int, default=50_000)
    asked.add_argument("--threads", type=int, default=0)
    asked.add_argument("--alone", action="store_true")
    asked.add_argument("--ours", nargs=2, type=Path, metavar=("FOLDER", "ANSWER"), help=argparse.SUPPRESS)
    asked.add_argument("--columns", nargs=2, metavar=("FOLDER", "N"), help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.columns:
        write_columns(Path(options.columns[0]), int(options.columns[1]))
        print("{}")
        return
    if options.ours:
        print(json.dumps(ours(*options.ours, options.threads or None)))
        return
    measure(options)


def measure(options: argparse.Namespace) -> None:
    here, of = machine(), framework()
    said = f"{of.title} {of.version}, {len(of.occupations):,} occupations, {len(of.skills):,} skills"
    print(said + ("" if esco_files() else " (ESCO is not beside the repository)"))
    figures: dict[str, Any] = {"machine": here, "framework": said, "top": TOP, "aims": AIMS}
    del of
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not options.alone:
            peers.run([sys.executable, str(HERE), "--columns", str(folder), str(options.few)])
            found = compare(folder, options.few, options.threads)
            show(found, options.few)
            figures["few"] = {"people": options.few, **found}
        peers.run([sys.executable, str(HERE), "--columns", str(folder), str(options.people)])
        many = run_ours(folder, folder / "ours.npz", options.threads)
        figures["many"] = {"people": options.people, **many}
    at = many["seconds"]
    rows = [
        [f"the {TOP} nearest, levels and confidence", f"{at['nearest']:.2f} s", f"{AIMS['nearest']:g} s"],
        [f"the {TOP} nearest, confidence alone", f"{at['nearest_without_levels']:.2f} s", ""],
        ["own-role gap", f"{at['own']:.2f} s", f"{AIMS['own']:g} s"],
        ["from columns to a population", f"{at['building']:.2f} s", ""],
        ["peak memory, all of it", f"{many['memory_mb']:,.0f} MB", f"{AIMS['memory_mb']:,.0f} MB"],
    ]
    print(f"\n{options.people:,} people, {many['holdings']:,} holdings:\n")
    print(table(["", "measured", "aim"], rows))
    held = at["nearest"] <= AIMS["nearest"] and at["own"] <= AIMS["own"] and many["memory_mb"] <= AIMS["memory_mb"]
    if options.people < FOR:
        print(f"\nThe aims are for {FOR:,} people.")
    else:
        print("\nHeld: all three aims." if held else "\nMISSED: one of the aims, on this machine as loaded as it is.")
    write_results("population", figures)


if __name__ == "__main__":
    main()
