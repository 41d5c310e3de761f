"""The trust context."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "stepladder.server.trust"
    label = "trust"
    default_auto_field = "django.db.models.BigAutoField"
