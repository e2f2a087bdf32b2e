"""The addresses of what is done before the day."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
