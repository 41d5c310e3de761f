"""Pages of the issuer audience."""

from django.urls import URLPattern

app_name = "issuer"
urlpatterns: list[URLPattern] = []
