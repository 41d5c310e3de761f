"""Pages of whoever runs this server."""

from django.urls import path

from stepladder.server.web.staff import home

app_name = "staff"
urlpatterns = [
    path("", home.home, name="home"),
    path("issuers/add", home.add_issuer, name="add_issuer"),
    path("issuers/<uuid:entry_id>/remove", home.remove_issuer, name="remove_issuer"),
]
