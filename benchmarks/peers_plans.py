"""Peers of bench_plans: ``cpsat`` (OR-Tools) or ``highs`` closes every row at the least cost, on one thread.

The problem comes by standard input: ``rows``, ``covers``, ``needs``, ``cost``, ``seconds``. Written as one would write
it with the library's own documentation at hand; each uses its own presolve.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def suppliers_of(given: dict[str, Any]) -> list[list[int]]:
    suppliers: list[list[int]] = [[] for _ in range(given["rows"])]
    for j, rows in enumerate(given["covers"]):
        for row in rows:
            suppliers[row].append(j)
    return suppliers


def by_cpsat(given: dict[str, Any]) -> dict[str, Any]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = [model.new_bool_var(f"x{j}") for j in range(len(given["cost"]))]
    for offers in suppliers_of(given):
        model.add_bool_or([take[j] for j in offers])
    for j, needs in enumerate(given["needs"]):
        for other in needs:
            model.add_implication(take[j], take[other])
    model.minimize(sum(cost * variable for cost, variable in zip(given["cost"], take, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = given["seconds"]
    status = solver.solve(model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return {
        "value": solver.objective_value if found else None,
        "bound": solver.best_objective_bound,
        "proved": status == cp_model.OPTIMAL,
    }


def by_highs(given: dict[str, Any]) -> dict[str, Any]:
    import highspy

    solver = highspy.Highs.__base__()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "time_limit": given["seconds"],
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,  # costs are whole
    }.items():
        solver.setOptionValue(option, value)
    for cost in given["cost"]:
        solver.addCol(float(cost), 0.0, 1.0, 0, [], [])
    solver.changeColsIntegrality(
        len(given["cost"]), list(range(len(given["cost"]))), [highspy.HighsVarType.kInteger] * len(given["cost"])
    )
    for offers in suppliers_of(given):
        solver.addRow(1.0, highspy.kHighsInf, len(offers), offers, [1.0] * len(offers))
    for j, needs in enumerate(given["needs"]):
        for other in needs:
            solver.addRow(0.0, highspy.kHighsInf, 2, [j, other], [-1.0, 1.0])
    solver.run()
    info = solver.getInfo()
    return {
        "value": info.objective_function_value,
        "bound": info.mip_dual_bound,
        "proved": solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    }


def main() -> None:
    given = json.load(sys.stdin)
    began = time.perf_counter()
    answer = {"cpsat": by_cpsat, "highs": by_highs}[sys.argv[1]](given)
    print(json.dumps({**answer, "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
