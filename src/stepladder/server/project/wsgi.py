"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from stepladder.server.project.warming import warm_soon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")

# Nothing that is made while modules load is garbage; looking through it all costs a tenth of a second, then and on
# every full collection later. So it is set aside, and full collections come less often.
gc.disable()
application = get_wsgi_application()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
gc.enable()

warm_soon()
