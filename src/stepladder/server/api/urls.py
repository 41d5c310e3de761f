"""The HTTP API, version 1. Its OpenAPI description is at ``/api/v1/openapi.json``."""

from django.urls import path

from stepladder.server.api.v1 import api

urlpatterns = [path("", api.urls)]
