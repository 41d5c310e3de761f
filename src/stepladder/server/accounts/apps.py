"""The accounts context."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "stepladder.server.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
