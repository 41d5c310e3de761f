"""List the codes of every error in the source, and keep docs/reference/errors.md complete.

``error_codes.py`` prints code and message; ``--missing`` prints codes that the page lacks and exits 1 if there are any;
``--write`` makes the page's table anew (what stands above the marker
stays, and so do words in the table where the source has none).
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "errors.md"
MARKER = "<!-- everything below is made by scripts/error_codes.py --write -->"
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ROW = re.compile(r"^\| `([^`]+)` \| (.*?) ?(?<!\\)\| (.*?) ?(?<!\\)\|$", re.MULTILINE)
INTRODUCTION = """# Errors

Every error carries a stable **code**. The command line prints it, `--json` and the API hand it on, and pages show it in
small print, so that a message can be looked up here whatever its words. `…` stands for what was found in your case.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place that names a code, with the words beside it where they are literal."""

    code: str
    message: str
    hint: str
    where: str


def _words(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.Call) and node.args:  # a message marked for translation
        return _words(node.args[0])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _words(node.left) + _words(node.right)
    return ""


def _codes(node: ast.expr) -> list[str]:
    literals = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return [text for text in literals if CODE.fullmatch(text)]


def _positions(trees: Iterable[ast.Module]) -> dict[str, int]:
    """Give the functions that take ``code`` by position, with that position."""
    found = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
                if "code" in names:
                    found[node.name] = names.index("code")
    return found


def _in_call(node: ast.Call, where: str, positions: dict[str, int]) -> list[Found]:
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    place = positions.get(called, len(node.args))
    given = named.get("code") or (node.args[place] if place < len(node.args) else None)
    if given is None:
        return []
    sentences = [text for text in map(_words, node.args) if " " in text]
    message = _words(named.get("message")) or next(iter(sentences), "")
    hint = _words(named.get("hint"))
    return [Found(code=code, message=message, hint=hint, where=where) for code in _codes(given)]


def _in_definition(node: ast.AST, where: str) -> list[Found]:
    """Codes that are the default of an argument, the value of a member, or a dictionary's ``code``."""
    values: list[ast.expr | None] = []
    if isinstance(node, ast.FunctionDef):
        pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        values = [default for argument, default in pairs if argument.arg == "code"]
    elif isinstance(node, ast.Assign):
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        values = [node.value] if any(name.lower() == "code" or name.endswith("_CODE") for name in names) else []
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "code":
        values = [node.value]
    elif isinstance(node, ast.Dict):
        pairs_ = zip(node.keys, node.values, strict=True)
        values = [value for key, value in pairs_ if isinstance(key, ast.Constant) and key.value == "code"]
    return [
        Found(code=code, message="", hint="", where=where)
        for value in values
        if value is not None
        for code in _codes(value)
    ]


def find() -> dict[str, list[Found]]:
    """Return every code with the places that name it, in alphabetical order."""
    found: dict[str, list[Found]] = defaultdict(list)
    paths = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
    trees = {path.relative_to(ROOT / "src").as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    positions = _positions(trees.values())
    for where, tree in trees.items():
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call)
            for one in _in_call(node, where, positions) if called else _in_definition(node, where):
                found[one.code].append(one)
    return dict(sorted(found.items()))


def missing(codes: dict[str, list[Found]]) -> list[str]:
    """Return the codes that the page does not mention."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return [code for code in codes if f"`{code}`" not in text]


def page(codes: dict[str, list[Found]]) -> str:
    """Return the whole page: the introduction as it is, and one table for each first part of a code."""
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    introduction = old.split(MARKER)[0] if MARKER in old else INTRODUCTION + "\n"
    by_hand = {code: (says, do) for code, says, do in ROW.findall(old)}
    groups: dict[str, list[str]] = defaultdict(list)
    for code, places in codes.items():
        message = next((one.message for one in places if one.message), "")
        hint = next((one.hint for one in places if one.hint), "")
        cells = [" ".join(text.replace("|", "\\|").replace("<", "&lt;").split()) for text in (message, hint)]
        written = by_hand.get(code, ("", ""))
        says, do = (cell or kept for cell, kept in zip(cells, written, strict=True))
        groups[code.split(".")[0]].append(f"| `{code}` | {says} | {do} |")
    tables = [
        f"## {name}\n\n| code | says | what to do |\n|---|---|---|\n" + "\n".join(rows) for name, rows in groups.items()
    ]
    return f"{introduction}{MARKER}\n\n" + "\n\n".join(tables) + "\n"


def main(arguments: list[str]) -> int:
    """Do what the arguments ask for and return the exit code."""
    codes = find()
    if arguments == ["--missing"]:
        lacking = missing(codes)
        print("\n".join(f"{code} ({codes[code][0].where})" for code in lacking))
        return 1 if lacking else 0
    if arguments == ["--write"]:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(codes), encoding="utf-8")
        print(f"{len(codes)} codes in {PAGE.relative_to(ROOT)}")
        return 0
    for code, places in codes.items():
        print(f"{code}\t{next((one.message for one in places if one.message), '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
