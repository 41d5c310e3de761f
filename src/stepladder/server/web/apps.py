"""The pages, grouped by who reads them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "stepladder.server.web"
    label = "web"
