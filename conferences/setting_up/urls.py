"""The addresses of setting a conference up."""

from django.urls import path

from conferences.setting_up import views

urlpatterns = [
    path("conferences/new/", views.call, name="call"),
    path("c/<slug:code>/setting-up/", views.setting_up, name="setting_up"),
    path("c/<slug:code>/standing-orders/", views.standing_orders, name="standing_orders"),
    path("c/<slug:code>/programme/", views.programme_page, name="programme"),
]
