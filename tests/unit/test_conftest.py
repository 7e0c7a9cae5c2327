"""The processes of a parallel run do not work in each other's folder."""

from __future__ import annotations

import os

from django.conf import settings


def test_the_settings_were_read_from_what_this_process_was_given() -> None:
    assert str(settings.DATA) == os.environ["YUHENG_DATA"]
