"""The addresses of the speakers and of points of order."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
