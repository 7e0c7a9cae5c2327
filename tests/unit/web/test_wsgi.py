"""The site as any server takes it: made by its own settings, and ready to answer."""

from __future__ import annotations

import os
import subprocess
import sys


def test_a_server_gets_an_application_whose_collector_is_out_of_the_way() -> None:
    code = (
        "import gc\n"
        "from yuheng.web.wsgi import application\n"
        "print(type(application).__name__, gc.get_threshold()[0], gc.get_freeze_count() > 10_000)\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == "WSGIHandler 10000 True\n"
