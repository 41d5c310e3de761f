"""The workforce context."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "stepladder.server.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.BigAutoField"
