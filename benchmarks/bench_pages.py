"""How long the pages that work hardest take with the whole of ESCO, how fast it starts, and how much memory it holds.

Run: make bench ARGS=pages. It fills a demo of its own in a temporary folder, imports ESCO 1.1.1 beside it, and asks
each page 20 times, warm: through Django's test client (the work alone) and over HTTP from the running server.
Targets: gap and plan 300 ms, second start 5 s, idle memory 512 MB.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measuring import CLI, Running, Times, esco_files, machine, repeat, served, table, timed, write_results

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 20
PAGES = (
    ("Learner: today", "learner", "/learner/"),
    ("Learner: gap", "learner", "/learner/gap/"),
    ("Learner: plan", "learner", "/learner/plan/"),
    ("Learner: skills", "learner", "/learner/skills/"),
    ("Learner: goal, searched", "learner", "/learner/goal/?q=help+desk"),
    ("Employer: gap matrix", "manager", "/employer/matrix/"),
    ("Issuer: micro-credentials", "registrar", "/issuer/micro-credentials/"),
    ("Catalogue", "", "/catalogue/"),
    ("Verify: page", "", "/verify/"),
)
CHECK = "Verify: a signed credential"
TARGET_MS = {"Learner: gap": 300, "Learner: plan": 300}


# ------------------------------------------------------------------ inside Django
def inside(out: Path) -> None:
    """Measure through the test client; leave a credential of the demo in ``out`` for the other measurements."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from stepladder.server.accounts.selectors import demo_people
    from stepladder.server.catalog.selectors import framework
    from stepladder.server.wallet.selectors import credentials_of

    people = {each.demo_key: each for each in demo_people()}
    clients = {"": Client(SERVER_NAME="127.0.0.1")}
    for who in ("learner", "manager", "registrar"):
        clients[who] = Client(SERVER_NAME="127.0.0.1")
        clients[who].force_login(people[who], backend=settings.AUTHENTICATION_BACKENDS[0])
    credential = bytes(next(each for each in credentials_of(people["learner"]) if each.verdict == "authentic").original)
    (out / "credential.json").write_bytes(credential)

    def asked(who: str, address: str) -> Callable[[], object]:
        def ask() -> None:
            answer = clients[who].get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"  # noqa: S101 - a wrong page is no figure

        return ask

    def check() -> None:
        answer = clients[""].post("/api/v1/verify", credential, content_type="application/json")
        assert answer.json()["verdict"] == "authentic", answer.content  # noqa: S101 - as above

    found: dict[str, Any] = {}
    for name, who, address in PAGES:
        began = time.perf_counter()
        asked(who, address)()
        first = (time.perf_counter() - began) * 1000
        found[name] = {"first_ms": first, "all_ms": repeat(asked(who, address), TIMES).all_ms}
    found[CHECK] = {"all_ms": repeat(check, TIMES).all_ms}
    about = framework()
    (out / "inside.json").write_text(
        json.dumps({"pages": found, "framework": f"{about.name} {about.version}, {len(about.skills):,} skills"})
    )


# ------------------------------------------------------------------ over HTTP
def browser(running: Running, who: str) -> urllib.request.OpenerDirector:
    """Return an opener in which one of the cast is signed in."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    if who:
        page = opener.open(f"{running.address}/demo/").read().decode()
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode()
        opener.open(f"{running.address}/demo/sign-in/{who}", sent).read()
    return opener


def over_http(running: Running, credential: bytes) -> dict[str, Times]:
    openers = {who: browser(running, who) for who in ("", "learner", "manager", "registrar")}
    found = {
        name: repeat(lambda who=who, address=address: openers[who].open(running.address + address).read(), TIMES)
        for name, who, address in PAGES
    }
    post = urllib.request.Request(  # noqa: S310 - our own server
        f"{running.address}/api/v1/verify", credential, {"Content-Type": "application/json"}
    )
    found[CHECK] = repeat(lambda: openers[""].open(post).read(), TIMES)
    return found


# ------------------------------------------------------------------ the whole
def start_ups(data: Path) -> dict[str, Any]:
    with served(data) as running:
        first = running.ready_after
    with served(data) as running:
        second = running.ready_after
        time.sleep(5)
        idle = running.memory_mb()
    return {"first_start_s": first, "second_start_s": second, "idle_mb": idle}


def verify_starts(data: Path) -> Times:
    command = [*CLI, "verify", str(data / "credential.json"), "--offline", "--json"]

    def check() -> None:
        _, said = timed_any(command, data)
        assert '"verdict"' in said  # noqa: S101 - a wrong answer is no figure

    return repeat(check, 7, warm=2)


def timed_any(command: list[str], data: Path) -> tuple[float, str]:
    """As ``timed``, for a command whose exit code is its answer."""
    import subprocess

    from measuring import environment

    began = time.perf_counter()
    done = subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False)
    return time.perf_counter() - began, done.stdout


def shown(figures: dict[str, Any]) -> str:
    rows = []
    for name, (client, http_times) in figures["pages"].items():
        target = TARGET_MS.get(name)
        slow = target is not None and max(client["median"], http_times["median"]) > target
        verdict = "" if target is None else f"{target} ms: {'MISSED' if slow else 'held'}"
        numbers = [client["median"], client["p95"], http_times["median"], http_times["p95"]]
        rows.append([name, *(f"{each:.0f}" for each in numbers), verdict])
    pages = table(["Page, ms", "work: median", "p95", "over HTTP: median", "p95", "target"], rows)
    starts, idle = figures["starts"], figures["starts"]["idle_mb"]["sum"]
    more = [
        ["`stepladder serve --demo`, first start (fills the demo)", f"{starts['first_start_s']:.1f} s", "60 s"],
        ["`stepladder serve --demo`, second start", f"{starts['second_start_s']:.1f} s", "5 s"],
        ["`stepladder verify FILE --offline --json`", f"{figures['verify_ms']['median']:.0f} ms", ""],
        ["memory when idle, all processes (PSS)", f"{idle:.0f} MB", "512 MB"],
        ["memory after every page, with ESCO (PSS)", f"{figures['used_mb']['sum']:.0f} MB", "512 MB"],
    ]
    if figures["import_s"] is not None:
        more.insert(2, ["`stepladder frameworks import esco`", f"{figures['import_s']:.1f} s", "20 s"])
    return f"Framework: {figures['framework']}\n\n{pages}\n\n{table(['', 'measured', 'target'], more)}"


def main() -> None:
    here = machine()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        starts = start_ups(data)
        files, import_s = esco_files(), None
        if files:
            import_s, _ = timed([*CLI, "frameworks", "import", "esco", "--json", *map(str, files)], data)
        else:
            print("Without ESCO: it is not in ../shared/data/skills/esco-1.1.1; measured on the starter pack.\n")
        own = [sys.executable, str(Path(__file__).resolve()), "--inside", str(data)]
        timed(["env", "STEPLADDER_DEMO=1", *own], data)
        within = json.loads((data / "inside.json").read_text(encoding="utf-8"))
        with served(data) as running:
            asked = over_http(running, (data / "credential.json").read_bytes())
            used = running.memory_mb()
        checks = verify_starts(data)
    both = {}
    for name, times in asked.items():
        client = Times(all_ms=within["pages"][name]["all_ms"])
        both[name] = (
            {"first": within["pages"][name].get("first_ms"), "median": client.median, "p95": client.p95},
            {"median": times.median, "p95": times.p95},
        )
    figures = {
        "machine": here,
        "framework": within["framework"],
        "pages": both,
        "starts": starts,
        "import_s": import_s,
        "verify_ms": {"median": checks.median, "p95": checks.p95},
        "used_mb": used,
    }
    print(shown(figures))
    write_results("pages", figures)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]))
    else:
        main()
