"""The addresses of the minutes. The document keeps the one that it had among the exports."""

from django.urls import path

from motions.minutes import views

urlpatterns = [
    path("c/<slug:code>/minutes/", views.minutes, name="minutes"),
    path("c/<slug:code>/minutes/words/", views.minutes_words, name="minutes_words"),
    path(
        "c/<slug:code>/minutes/words/<int:pk>/strike/",
        views.minutes_strike_out,
        name="minutes_strike_out",
    ),
    path("c/<slug:code>/minutes/agree/", views.minutes_sign_off, name="minutes_sign_off"),
    path("c/<slug:code>/exchange/minutes.docx", views.minutes_docx, name="minutes_docx"),
]
