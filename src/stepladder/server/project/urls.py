"""Every address of the server, by audience."""

from django.urls import include, path

from stepladder.server.project import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("stepladder.server.web.public.urls")),
    path("learner/", include("stepladder.server.web.learner.urls")),
    path("issuer/", include("stepladder.server.web.issuer.urls")),
    path("employer/", include("stepladder.server.web.employer.urls")),
    path("staff/", include("stepladder.server.web.staff.urls")),
    path("dev/components/", include("stepladder.server.web.components.urls")),
    path("api/v1/", include("stepladder.server.api.urls")),
    path("vc-api/", include("stepladder.server.adapters.vc_api.urls")),
    path("accounts/", include("allauth.urls")),
]
