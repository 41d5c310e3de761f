"""Nothing that people can set or meet is undocumented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LITERAL = re.compile(r"STEPLADDER_[A-Z_]+")
NOT_VARIABLES = {"STEPLADDER_", "STEPLADDER_SCALE"}  # a prefix; a scale of proficiency in the skills library


def settings_of_the_server() -> set[str]:
    from stepladder.server.project.config import Config

    prefix = Config.model_config.get("env_prefix", "")
    return {
        str(field.validation_alias) if field.validation_alias else f"{prefix}{name}".upper()
        for name, field in Config.model_fields.items()
    }


@pytest.fixture(scope="module")
def settings_page(repository: Path) -> str:
    page = repository / "docs" / "reference" / "settings.md"
    assert page.exists(), "docs/reference/settings.md is missing: it documents every setting"
    return page.read_text(encoding="utf-8")


def test_every_setting_is_documented(settings_page: str) -> None:
    missing = sorted(name for name in settings_of_the_server() if f"`{name}`" not in settings_page)
    assert not missing, f"docs/reference/settings.md does not mention {missing}"


def test_every_variable_named_in_the_source_is_documented(modules: tuple[Any, ...], settings_page: str) -> None:
    literals = {
        match
        for module in modules
        if module.name != "stepladder.testing.isolation"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LITERAL.fullmatch(match := node.value)
    }
    missing = sorted(name for name in literals - NOT_VARIABLES if f"`{name}`" not in settings_page)
    assert not missing, f"docs/reference/settings.md does not mention {missing}"


def test_every_error_code_is_documented(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/error_codes.py", "--missing"],
        cwd=repository,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (
        f"docs/reference/errors.md lacks these codes (python scripts/error_codes.py --write adds them):\n{done.stdout}"
        f"{done.stderr}"
    )
