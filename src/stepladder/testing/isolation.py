"""A pytest plugin that gives each test process a data folder of its own, before Django reads its settings.

Nothing that a test does can reach the data of the person who runs it. Named in ``addopts`` (``-p``), because settings
are read before any ``conftest.py``. ``STEPLADDER_DATABASE_URL`` is left as it is: it chooses the engine under test.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Taken at import: a plugin's hooks would come too late.
_folder = tempfile.mkdtemp(prefix="stepladder-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("STEPLADDER_") and name != "STEPLADDER_DATABASE_URL"]:
    del os.environ[_name]
os.environ.pop("HOST", None)
os.environ.pop("PORT", None)
os.environ["STEPLADDER_DATA"] = _folder
(Path(_folder) / "static").mkdir()  # where `collectstatic` would put files
os.environ["STEPLADDER_DEBUG"] = "1"  # plain http to the test's own server; Django's tests run with DEBUG off
# Playwright's synchronous interface keeps an event loop on the thread; Django would take that for an async caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
