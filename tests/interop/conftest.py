"""The peers run on this machine only: no test here may open a socket."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_socket(socket_disabled: None) -> None:
    """Refuse every socket, loopback included: what a peer needs, it is given."""
