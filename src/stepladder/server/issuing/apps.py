"""The issuing context."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "stepladder.server.issuing"
    label = "issuing"
    default_auto_field = "django.db.models.BigAutoField"
