"""Addresses of the record and of sharing; the learner's own addresses include them."""

from django.urls import path

from stepladder.server.web.learner import record, sharing

urlpatterns = [
    path("record/", record.record, name="record"),
    path("record/bring/", record.bring, name="bring"),
    path("record/<uuid:held_id>/", record.held, name="held"),
    path("record/<uuid:held_id>/check", record.check, name="check"),
    path("record/<uuid:held_id>/original", record.original, name="original"),
    path("record/<uuid:held_id>/picture.png", record.baked, name="baked"),
    path("record/<uuid:held_id>/remove", record.remove, name="remove"),
    path("record/<uuid:held_id>/bring-back", record.bring_back, name="bring_back"),
    path("sharing/", sharing.shares, name="shares"),
    path("sharing/<uuid:share_id>/withdraw", sharing.withdraw, name="withdraw"),
]
