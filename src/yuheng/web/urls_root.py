"""Every address of the site: the pages, and the interface for programs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yuheng.web.urls")),
    path("api/", include("yuheng.api.urls")),
]

handler404 = "yuheng.web.refusals.missing"
handler500 = "yuheng.web.refusals.broken"
