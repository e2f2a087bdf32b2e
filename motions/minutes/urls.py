"""The addresses of the minutes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
