"""The kernel context."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "stepladder.server.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
