"""Where the components are shown."""

from django.urls import path

from stepladder.server.web.components import views

app_name = "dev_components"

urlpatterns = [path("", views.show, name="show")]
