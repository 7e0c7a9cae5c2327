"""Which fonts stand in for the standard's where they are not installed, told to LibreOffice before it prints.

LibreOffice does not read the stand-ins that a Word file declares; left alone it takes any font that has the character.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from yuheng.vocab.official_layout import official_layout

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
_PATH: Final = "/org.openoffice.Office.Common/Font/Substitution"


def installed_fonts() -> frozenset[str]:
    """Every family name that fontconfig knows; empty where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    done = subprocess.run([program, ":", "family"], capture_output=True, check=False, timeout=60)  # noqa: S603
    names = done.stdout.decode("utf-8", "replace").replace("\n", ",").split(",")
    return frozenset(name.strip() for name in names if name.strip())


def stand_ins(installed: frozenset[str]) -> dict[str, str]:
    """For each font of the layout that is not installed, the nearest that is; those without any are left out.

    >>> stand_ins(frozenset({"Noto Serif CJK SC", "SimHei"}))["黑体"]
    'SimHei'
    """
    found = {}
    for face in official_layout().fonts.values():
        if face.name not in installed:
            nearest = next((name for name in face.instead if name in installed), None)
            if nearest is not None:
                found[face.name] = nearest
    return found


def profile_with_fonts(folder: Path) -> Path:
    """A fresh LibreOffice profile in `folder` that knows the stand-ins of this machine."""
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_settings(stand_ins(installed_fonts())), "utf-8")
    return folder.resolve()


def _settings(pairs: Mapping[str, str]) -> str:
    items = [f'<item oor:path="{_PATH}">{_property("Replacement", "true")}</item>']
    for number, (font, instead) in enumerate(pairs.items()):
        told = "".join(
            _property(name, value)
            for name, value in (
                ("ReplaceFont", font),
                ("SubstituteFont", instead),
                ("Always", "true"),
                ("OnScreenOnly", "false"),
            )
        )
        node = f'<node oor:name="_{number}" oor:op="replace">{told}</node>'
        items.append(f'<item oor:path="{_PATH}/FontPairs">{node}</item>')
    return _HEAD + "\n".join(items) + "\n</oor:items>\n"


def _property(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop>'
