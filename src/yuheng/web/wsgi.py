"""The site as a WSGI application, for waitress or any other server."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuheng.web.settings")


def _ready() -> WSGIHandler:
    made = get_wsgi_application()
    from yuheng.app.opening import settle  # the tables are there only now

    settle()
    return made


application = _ready()
