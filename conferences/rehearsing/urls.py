"""The addresses of what happens before the day. Rehearsals take motions: they are above."""

from django.urls import path

from conferences.rehearsing.views import practice, practice_secrecy, room

urlpatterns = [
    path("c/<slug:code>/check-in-room/", room.check_in_room, name="check_in_room"),
    path("c/<slug:code>/check-in-room/device/", room.device_check, name="device_check"),
    path("c/<slug:code>/check-in-room/picture/", room.check_in_picture, name="check_in_picture"),
    path("c/<slug:code>/check-in-room/test-vote/open/", room.open_test_vote, name="open_test_vote"),
    path(
        "c/<slug:code>/check-in-room/test-vote/conclude/",
        room.conclude_test_vote,
        name="conclude_test_vote",
    ),
    path("c/<slug:code>/practice/", practice.practice, name="practice"),
    path(
        "c/<slug:code>/practice/secret/cast/",
        practice_secrecy.practice_secret_cast,
        name="practice_secret_cast",
    ),
    path(
        "c/<slug:code>/practice/secret/find/",
        practice_secrecy.practice_secret_find,
        name="practice_secret_find",
    ),
    path("c/<slug:code>/practice/<slug:key>/", practice.practice_paper, name="practice_paper"),
]
