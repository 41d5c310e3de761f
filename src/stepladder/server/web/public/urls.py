"""Pages for anyone: what this is, verify, the catalogue, badges, claims; and in the demo its mails and its cast."""

from django.urls import path

from stepladder.server.web.public import (
    badge,
    catalogue,
    claim,
    demo,
    home,
    organisation,
    own_texts,
    share,
    verify,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("verify/", verify.verify, name="verify"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:slug>/", catalogue.offer, name="offer"),
    path("achievements/<uuid:achievement_id>", catalogue.achievement, name="achievement"),
    path("achievements/<uuid:achievement_id>/picture.svg", catalogue.picture, {"kind": "svg"}, name="picture"),
    path("achievements/<uuid:achievement_id>/picture.png", catalogue.picture, {"kind": "png"}, name="picture_png"),
    path("claim/", claim.by_code, name="claim_code"),
    path("claim/<str:token>/", claim.by_link, name="claim"),
    path("shared/<str:token>/", share.shared, name="shared"),
    path("credentials/<uuid:credential_id>", badge.badge, name="badge"),
    path("credentials/<uuid:credential_id>.json", badge.document, name="badge_json"),
    path("contexts/<slug:name>/<slug:version>", own_texts.context, name="context"),
    path("schemas/<slug:name>/<slug:version>", own_texts.schema, name="schema"),
    path("status/<uuid:list_id>", badge.status_list, name="status_list"),
    path("o/<slug:slug>/did.json", organisation.did, name="did"),
    path("dev/mail", demo.mail, name="dev_mail"),
    path("demo/", demo.cast, name="demo"),
    path("demo/sign-in/<slug:key>", demo.sign_in, name="demo_sign_in"),
    path("demo/tour/<int:step>", demo.tour, name="tour"),
]
