"""The page that shows every component."""

from django.urls import URLPattern

app_name = "dev_components"
urlpatterns: list[URLPattern] = []
