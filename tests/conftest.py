"""What every test may lean on: the shared data, quick and repeatable properties, and no network but this machine."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent
LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# The same examples on every run, so that a failure in CI is a failure here; `HYPOTHESIS_PROFILE=deep` searches on.
settings.register_profile("everyday", derandomize=True, deadline=None, max_examples=40, database=None)
settings.register_profile("ci", parent=settings.get_profile("everyday"), max_examples=60, print_blob=True)
settings.register_profile(
    "deep", deadline=None, max_examples=2000, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "everyday"))


def pytest_configure(config: pytest.Config) -> None:
    """Offer the browser's fixtures to every folder, from one place: a process starts one browser."""
    name = "stepladder_browser_fixtures"
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "tests" / "browser" / "fixtures.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    config.pluginmanager.register(module, name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests reach this machine and nothing else, before their first fixture is made."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


FOLDER_MARKS = {"browser": "browser", "stories": "story"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need: ``browser`` and ``story`` by their folder, ``server`` by use of the database."""
    for item in items:
        folder = item.path.relative_to(REPOSITORY / "tests").parts[0] if item.path.is_relative_to(REPOSITORY) else ""
        if mark := FOLDER_MARKS.get(folder):
            item.add_marker(mark)
        needs_database = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(
            getattr(item, "fixturenames", ())
        )
        if needs_database:
            item.add_marker("server")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test on a SQLite file rather than in memory: threads then meet each other's locks as in production."""
    from django.conf import settings
    from django.db import connections

    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        suffix = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        database["TEST"]["NAME"] = str(settings.CONFIG.data / f"test-{suffix}.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Give the root of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of public samples and frameworks that lies beside the repository; skip where there is none."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the public samples in ../shared/data, beside the repository; that folder is not here")
    return folder
