"""Addresses of the interface for programs, below /api/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuheng.api.routes import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
