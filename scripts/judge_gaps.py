"""Judged lines of gaps: what we say about 50 people and occupations, beside what was judged, and beside equal URIs.

``judge_gaps.py`` prints the shares; ``--write`` notes in tests/skills/gaps/judged/lines.jsonl what we say today;
``--ask PAIR`` prints the lines of a pair that nobody has judged yet. It needs whole ESCO 1.1.1 beside the repository.
The rubric is in tests/skills/gaps/judged/README.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import read_esco
from stepladder.skills.gaps import GapReport, gap
from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills.frameworks.model import Framework

ROOT = Path(__file__).resolve().parent.parent
ESCO = ROOT.parent / "shared" / "data" / "skills" / "esco-1.1.1"
FOLDER = ROOT / "tests" / "skills" / "gaps" / "judged"
DAY = date(2026, 3, 1)
#: Of a target's optional skills the first so many are judged; of the essential ones all.
OPTIONAL = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A person (``history``: an occupation and its skills; ``skills``: these; ``only``: that alone) and a target."""

    id: str
    split: str
    person: str
    held: str
    target: str
    licence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Lines of one split: how many are missing by us and by equal URIs, and how many of these are absurd."""

    lines: int
    missing: int
    absurd: int
    probably: int
    false: int
    absurd_by_uri: int

    def sentence(self) -> str:
        """Return the shares in words."""
        return (
            f"{self.absurd} of {self.missing} missing lines absurd ({self.absurd / max(1, self.missing):.1%}), "
            f"{self.false} of {self.probably} probably held lines false ({self.false / max(1, self.probably):.1%}); "
            f"by equal URIs {self.absurd_by_uri} of {self.lines} absurd ({self.absurd_by_uri / self.lines:.1%})"
        )


def pairs() -> tuple[Pair, ...]:
    """Return the pairs that were judged."""
    return tuple(Pair(**json.loads(line)) for line in (FOLDER / "pairs.jsonl").read_text("utf-8").splitlines())


def judged() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the judged lines by pair and skill."""
    lines = (json.loads(line) for line in (FOLDER / "lines.jsonl").read_text("utf-8").splitlines())
    return {(line["pair"], line["skill"]): line for line in lines}


def report_of(pair: Pair, framework: Framework) -> GapReport:
    """Return the gap of a pair."""
    held = framework.occupation(pair.held)
    profile = SkillProfile(
        attestations=()
        if pair.person == "only"
        else tuple(SkillAttestation(skill=item.skill) for item in held.essential),
        occupations=() if pair.person == "skills" else (held.uri,),
    )
    return gap(profile, framework.occupation(pair.target), framework, at=DAY)


def lines_of(pair: Pair, framework: Framework) -> list[tuple[str, str]]:
    """Return the skills of a pair that are to be judged, with their relation: those that are not held by equal URIs."""
    target, held = framework.occupation(pair.target), framework.occupation(pair.held)
    have = {item.skill for item in held.essential}
    essential = [(item.skill, "essential") for item in target.essential if item.skill not in have]
    return essential + [(item.skill, "optional") for item in target.optional if item.skill not in have][:OPTIONAL]


def verdict(status: str, has: str) -> str:
    """Return what a line is worth, from what we say and what a person of that background has."""
    if status == "missing" and has == "plainly":
        return "absurd"
    return "false" if status == "probably_held" and has == "not" else "fair"


def today(framework: Framework, wanted: Iterable[Pair]) -> list[dict[str, Any]]:
    """Return every line with what we say about it today; ``has`` is empty where nobody has judged it."""
    known, found = judged(), []
    for pair in wanted:
        report = report_of(pair, framework)
        for skill, relation in lines_of(pair, framework):
            line, old = report.line(skill), known.get((pair.id, skill), {})
            status = "missing" if line is None else line.status
            found.append(
                {
                    "pair": pair.id,
                    "skill": skill,
                    "label": framework.skill(skill).name.strip(),
                    "relation": relation,
                    "status": status,
                    "rule": "" if line is None else line.rule,
                    "has": old.get("has", ""),
                    "verdict": verdict(status, old.get("has", "")),
                    "by_uri": verdict("missing", old.get("has", "")),
                    "why": old.get("why", ""),
                }
            )
    return found


def share(lines: Iterable[dict[str, Any]]) -> Share:
    """Return the shares of some lines."""
    counted = Counter((line["status"], line["has"]) for line in lines)
    missing = sum(many for (status, _), many in counted.items() if status == "missing")
    return Share(
        lines=counted.total(),
        missing=missing,
        absurd=counted["missing", "plainly"],
        probably=sum(many for (status, _), many in counted.items() if status == "probably_held"),
        false=counted["probably_held", "not"],
        absurd_by_uri=sum(many for (_, has), many in counted.items() if has == "plainly"),
    )


def main() -> None:
    """Print shares, write what we say today, or ask for what is not judged."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--ask", metavar="PAIR")
    options = asked.parse_args()
    framework = read_esco(sorted(ESCO.glob("*.zip")))
    lines = today(framework, pairs())
    if options.ask:
        for line in lines:
            if line["pair"] == options.ask and not line["has"]:
                print(line["skill"], line["label"])
        return
    if options.write:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (FOLDER / "lines.jsonl").write_text(text, encoding="utf-8")
    for split in dict.fromkeys(pair.split for pair in pairs()):
        of = {pair.id for pair in pairs() if pair.split == split}
        print(f"{split}: {share(line for line in lines if line['pair'] in of).sentence()}")


if __name__ == "__main__":
    main()
