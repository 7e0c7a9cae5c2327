"""Pages that are one file: their style and script inside, and a policy that lets nothing else in.

What a page shows comes from strangers' documents. The policy carries the hashes of the one style and the one script, so
that a browser runs and loads nothing that a document might have smuggled in.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files


def page_bytes(folder: str, values: Mapping[str, str]) -> bytes:
    """`page.html` of a folder of `yuheng.office` with its `page.css`, its `page.js` and the values at their `{{name}}`.

    All in one pass: a document that quotes `{{name}}` is never taken for the page.
    """
    css, js = (_part(folder, name) for name in ("page.css", "page.js"))
    whole = {**values, "css": css, "js": js, "policy": _policy(css, js)}
    page = re.sub(r"\{\{(\w+)\}\}", lambda name: whole[name[1]], _part(folder, "page.html"))
    return page.encode("utf-8", "backslashreplace")


def _part(folder: str, name: str) -> str:
    return (files("yuheng.office") / folder / name).read_text(encoding="utf-8").rstrip("\n")


def _policy(css: str, js: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(js)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
