"""The wallet context."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "stepladder.server.wallet"
    label = "wallet"
    default_auto_field = "django.db.models.BigAutoField"
