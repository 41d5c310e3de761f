"""Pages of issuers: design, award, look after what was issued."""

from django.urls import include, path

from stepladder.server.web.issuer import award, design, home, issued, keys

app_name = "issuer"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("micro-credentials/", design.achievements, name="achievements"),
    path("micro-credentials/new/", design.new, name="new"),
    path("micro-credentials/<uuid:achievement_id>/", design.change, name="change"),
    path("micro-credentials/<uuid:achievement_id>/publish", design.publish, name="publish"),
    path("micro-credentials/<uuid:achievement_id>/withdraw", design.withdraw, name="withdraw"),
    path("micro-credentials/<uuid:achievement_id>/course/", include("stepladder.server.web.issuer.course_urls")),
    path("award/", award.award, name="award"),
    path("award/template.csv", award.template, name="template"),
    path("award/file/", award.upload, name="upload"),
    path("award/file/<uuid:batch_id>/", award.batch, name="batch"),
    path("award/file/<uuid:batch_id>/award", award.award_file, name="award_file"),
    path("award/file/<uuid:batch_id>/finish", award.finish_file, name="finish_file"),
    path("award/file/<uuid:batch_id>/recall", award.recall, name="recall"),
    path("award/file/<uuid:batch_id>/send", award.send_file, name="send_file"),
    path("issued/", issued.issued, name="issued"),
    path("issued/issued.csv", issued.issued_csv, name="issued_csv"),
    path("issued/<uuid:credential_id>/", issued.credential, name="credential"),
    path("issued/<uuid:credential_id>/slip", issued.slip, name="slip"),
    path("issued/<uuid:credential_id>/send", issued.send, name="send"),
    path("issued/<uuid:credential_id>/revoke", issued.revoke, name="revoke"),
    path("issued/<uuid:credential_id>/suspend", issued.suspend, name="suspend"),
    path("issued/<uuid:credential_id>/lift", issued.lift, name="lift"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new", keys.rotate, name="key_rotate"),
    path("keys/<uuid:key_id>/given-up", keys.compromised, name="key_compromised"),
    path("", include("stepladder.server.web.issuer.assessing_urls")),
]
