"""Before serving: bring the database up to date and, for the demo, tell its story once."""

from __future__ import annotations

import os
import sys


def prepare(*, demo: bool) -> None:
    """Migrate, and seed the demo when the database holds nobody."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from stepladder.server.accounts.selectors import anybody

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if demo and not anybody():  # what tells the story is slow to load, and most starts are not the first
        from stepladder.server.adapters.demo import seed_when_empty

        seed_when_empty()


if __name__ == "__main__":
    prepare(demo="--demo" in sys.argv)
