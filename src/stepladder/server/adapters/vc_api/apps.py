"""The VC API's own few rows."""

from django.apps import AppConfig


class VcApiConfig(AppConfig):
    name = "stepladder.server.adapters.vc_api"
    label = "vc_api"
    default_auto_field = "django.db.models.BigAutoField"
