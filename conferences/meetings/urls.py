"""The addresses of the meetings of committees and branches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
