"""Addresses of the assessor's pages; the issuer's own addresses include them."""

from django.urls import path

from stepladder.server.web.issuer import assessing

urlpatterns = [
    path("submissions/", assessing.submissions, name="submissions"),
    path("submissions/<uuid:pk>/", assessing.submission, name="submission"),
]
