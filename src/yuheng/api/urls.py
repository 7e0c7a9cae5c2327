"""Addresses of the interface for programs, below /api/."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from yuheng.api.routes import api


@csrf_exempt  # it does nothing, and a program has no cookie to protect
def nothing_here(_request: HttpRequest, rest: str) -> JsonResponse:
    """A program that asks for an address that is none is answered in JSON too."""
    return JsonResponse({"error": f"no route is called {rest[:200]}"}, status=404)


urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls), path("<path:rest>", nothing_here)]
