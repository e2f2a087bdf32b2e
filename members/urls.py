"""Addresses of the members room."""

from django.urls import path

from members.views import (
    mailbox,
    me,
    my_data,
    officer_keys,
    records,
    roll,
    second_proof,
    sign_in,
    signature,
    ways_in,
)

app_name = "members"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/second/", second_proof.second_proof, name="second_proof"),
    path("sign-in/second/ask/", second_proof.passkey_asked, name="passkey_asked"),
    path("sign-in/second/answer/", second_proof.passkey_answered, name="passkey_answered"),
    path("sign-in/set-up/", second_proof.second_set_up, name="second_set_up"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/authenticator/", ways_in.authenticator, name="authenticator"),
    path("me/authenticator/remove/", ways_in.authenticator_remove, name="authenticator_remove"),
    path("me/passkeys/", ways_in.passkeys, name="passkeys"),
    path("me/passkeys/begin/", ways_in.begin, name="passkey_begin"),
    path("me/passkeys/enrol/", ways_in.enrol, name="passkey_enrol"),
    path("me/passkeys/<int:pk>/remove/", ways_in.remove, name="passkey_remove"),
    path("me/printed-codes/", me.printed_codes, name="printed_codes"),
    path("me/printed-codes/cancel/", me.printed_codes_cancel, name="printed_codes_cancel"),
    path("me/signature/", signature.signature, name="signature"),
    path("me/signature/set-up/", signature.set_up, name="signature_set_up"),
    path("me/signature/pen/", signature.take_up, name="pen_take_up"),
    path("me/signature/pen/down/", signature.lay_down, name="pen_put_down"),
    path("me/signature/pass-phrase/", signature.change, name="signature_change"),
    path("me/signature/retire/", signature.retire, name="signature_retire"),
    path("officers/keys/", officer_keys.officer_keys, name="officer_keys"),
    path("officers/keys/retire/", officer_keys.retire, name="officer_key_retire"),
    path("officers/keys/confirm/", officer_keys.confirm, name="officer_key_confirm"),
    path("members/import/", roll.roll_import, name="import"),
    path("members/import/discard/", roll.roll_discard, name="import_discard"),
    path("members/import/<uuid:roll_id>/", roll.roll_preview, name="import_preview"),
    path("records/", records.overview, name="records"),
    path("records/ask/", records.ask, name="records_ask"),
    path("records/ask/person/", records.ask_for_person, name="erasure_ask"),
    path("records/hold/", records.hold, name="records_hold"),
    path("records/hold/<uuid:pk>/release/", records.release, name="records_release"),
    path("records/subject-access/", records.subject_access, name="subject_access"),
    path("records/<uuid:pk>/", records.deletion, name="deletion"),
    path("records/<uuid:pk>/decide/", records.decide, name="deletion_decide"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]
