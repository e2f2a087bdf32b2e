"""The addresses of briefings."""

from django.urls import path

from conferences.briefings import views

app_name = "briefings"

urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("mine/", views.mine, name="mine"),
    path("mine/withdraw/", views.withdraw, name="withdraw"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:link>/", views.confirm, name="confirm"),
    path("guest/<str:link>/", views.guest, name="guest"),
    path("guest/<str:link>/withdraw/", views.guest_withdraw, name="guest_withdraw"),
    path("guest/<str:link>/erase/", views.guest_erased, name="guest_erase"),
    path("guest/<str:link>/<slug:slug>/leave/", views.guest_leave, name="guest_leave"),
    path("guest/<str:link>/<slug:slug>/join/", views.guest_join, name="guest_join"),
    path("desk/", views.desk, name="desk"),
    path("desk/new/", views.new, name="new"),
    path("desk/<slug:slug>/", views.briefing_desk, name="briefing_desk"),
    path("desk/<slug:slug>/change/", views.change, name="change"),
    path("desk/<slug:slug>/cancel/", views.cancel, name="cancel"),
    path("desk/<slug:slug>/registered/", views.registered, name="registered"),
    path("desk/<slug:slug>/export/", views.export, name="export"),
    path("desk/<slug:slug>/attendance/", views.attendance, name="attendance"),
    path("desk/<slug:slug>/attendance/enter/", views.attendance_enter, name="attendance_enter"),
    path("<slug:slug>/", views.briefing, name="briefing"),
    path("<slug:slug>/calendar.ics", views.calendar, name="calendar"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/join/", views.join, name="join"),
]
