"""Profiles of the property tests, and where the site of the tests lives.

Property tests draw the same examples every time by default, many more where somebody soaks. The settings of the site
are read from the environment, so they are given here, before anything imports them: a data folder of its own, a fixed
key, and SQLite, or the PostgreSQL that DATABASE_URL names. What is given here is not handed on to processes that share
the work: one that finds the settings named already reads them before it comes here, and works in its parent's folder.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django
import django.conf
from hypothesis import HealthCheck, settings

_DATA = tempfile.mkdtemp(prefix="yuheng-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["DJANGO_SETTINGS_MODULE"] = "yuheng.web.settings"
os.environ["YUHENG_DATA"] = _DATA
os.environ["YUHENG_SECRET_KEY"] = "for tests only, and so long that Django's own checks are content with it"  # noqa: S105
django.setup()
if str(django.conf.settings.DATA) != _DATA:
    raise RuntimeError("DJANGO_SETTINGS_MODULE was set before: unset it, or the tests work in somebody's ledger.")


def pytest_xdist_setupnodes() -> None:
    """Let each process of a parallel run start as this one did, with a data folder of its own."""
    for name in ("DJANGO_SETTINGS_MODULE", "YUHENG_DATA"):
        os.environ.pop(name, None)


settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=int(os.environ.get("YUHENG_EXAMPLES", "20000")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
