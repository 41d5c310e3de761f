"""Addresses of the VC API; without ``STEPLADDER_VC_API`` every one of them answers 404."""

from django.urls import path

from stepladder.server.adapters.vc_api import views

app_name = "vc_api"
urlpatterns = [
    path("", views.index, name="index"),
    path("identifiers/<path:did>", views.identifier, name="identifier"),
    path("status/<uuid:list_id>", views.status_list, name="status_list"),
    path("<slug:name>/credentials/issue", views.issue_credential, name="issue"),
    path("<slug:name>/credentials/verify", views.verify_credential, name="verify"),
    path("<slug:name>/credentials/status", views.update_status, name="update_status"),
    path("<slug:name>/credentials/derive", views.derive, name="derive"),
    path("<slug:name>/presentations/verify", views.verify_presentation, name="verify_presentation"),
]
