"""The data folder and the key in it: what must be there before Django's settings are read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from yuheng.errors import Misuse

KEY: Final = "secret.key"


def make_folder(data: Path) -> None:
    """Make the data folder and its key, which only their owner may read.

    Raises:
        Misuse: the folder cannot be made or written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (data / KEY).exists():
            return
        coming = data / f".{KEY}.{os.getpid()}"
        with os.fdopen(os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
        coming.replace(data / KEY)
    except OSError as error:
        raise Misuse(
            f"数据文件夹 {data} 不能用（{error.strerror}）。", hint="用 --data 或 YUHENG_DATA 换一个文件夹。"
        ) from error
