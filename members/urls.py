"""Addresses of the members room."""

from django.urls import path

from members.views import mailbox, me, roll, sign_in

app_name = "members"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/authenticator/", me.authenticator, name="authenticator"),
    path("me/authenticator/remove/", me.authenticator_remove, name="authenticator_remove"),
    path("me/printed-codes/", me.printed_codes, name="printed_codes"),
    path("me/printed-codes/cancel/", me.printed_codes_cancel, name="printed_codes_cancel"),
    path("members/import/", roll.roll_import, name="import"),
    path("members/import/discard/", roll.roll_discard, name="import_discard"),
    path("members/import/<uuid:roll_id>/", roll.roll_preview, name="import_preview"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]
