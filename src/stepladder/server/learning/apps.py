"""The learning context."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "stepladder.server.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
