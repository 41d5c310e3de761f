"""What every test may lean on: the shared data, quick and repeatable properties, and no network but this machine."""

from __future__ import annotations

import os
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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests reach this machine and nothing else, before their first fixture is made."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


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
