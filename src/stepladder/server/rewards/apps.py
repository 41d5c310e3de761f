"""The rewards context."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "stepladder.server.rewards"
    label = "rewards"
    default_auto_field = "django.db.models.BigAutoField"
