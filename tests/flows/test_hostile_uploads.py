"""Files that would take the site down, sent to one that runs: each is read within limits or refused with its reason."""

from __future__ import annotations

import http.client
import io
import json
import sys
import time
import zipfile
from collections.abc import Iterable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.flows.ledgers import Ledger, said
from tests.flows.site import Site, running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be limited there")

BOUNDARY = "jade-tube"
LINE = "到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n".encode()
PIECE = LINE * (2**20 // len(LINE))
PIECES = 200
SIGN_IN = (
    "import django; django.setup()\n"
    "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
    "from django.contrib.sessions.backends.db import SessionStore\n"
    "from yuheng.ledger.models import Account\n"
    "clerk = Account.objects.create_user('clerk', role='clerk')\n"
    "session = SessionStore()\n"
    "session[SESSION_KEY], session[HASH_SESSION_KEY] = str(clerk.pk), clerk.get_session_auth_hash()\n"
    "session[BACKEND_SESSION_KEY] = 'django.contrib.auth.backends.ModelBackend'\n"
    "session.create()\n"
    "print(session.session_key)\n"
)


class Clerk:
    """A person at the site, without a browser."""

    def __init__(self, site: Site, session: str) -> None:
        self.host = urlsplit(site.url).netloc
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={'c' * 32}", "X-CSRFToken": "c" * 32}

    def ask(self, address: str) -> Any:
        """A page's JSON twin."""
        with closing(http.client.HTTPConnection(self.host, timeout=120)) as connection:
            connection.request("GET", address, headers=self.headers)
            answer = connection.getresponse()
            assert answer.status == 200
            return json.loads(answer.read())

    def send(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """Upload a file piece by piece; with half of it on the way, another page is asked for and must come."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        with closing(http.client.HTTPConnection(self.host, timeout=120)) as connection:
            connection.putrequest("POST", "/library/upload/")
            for key, value in self.headers.items():
                connection.putheader(key, value)
            connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
            connection.putheader("Content-Length", str(len(head) + size + len(tail)))
            connection.endheaders()
            connection.send(head)
            sent, asked = 0, False
            for piece in pieces:
                connection.send(piece)
                sent += len(piece)
                if sent * 2 >= size and not asked:
                    asked = "count" in self.ask("/library.json")
            connection.send(tail)
            assert (asked, connection.getresponse().status) == (True, 302)

    def ends(self) -> dict[str, tuple[str, str]]:
        """How each reading ended, the site answering all the while."""
        for _ in range(600):
            page = self.ask("/library.json")
            if not page["unfinished"]:
                return {job["name"]: (job["state"], job["message"]) for job in page["jobs"]}
            time.sleep(0.1)
        raise AssertionError(f"still reading: {page['jobs']}")


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb() -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"0" * 50_000_000})


def billion_laughs() -> bytes:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    text = f'<!DOCTYPE l [<!ENTITY a "ha">{entities}]><w>&j;</w>'
    return packed(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": text.encode()})


def with_macro() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    words = "到2025年，全市护理型床位不低于5000张。"
    body = f"<w:document {space}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    macro = b'Sub AutoOpen()\nShell "calc.exe"\nEnd Sub\n'
    return packed(
        **{"[Content_Types].xml": b"<Types/>", "word__document.xml": body.encode(), "word__vbaProject.bin": macro}
    )


def many_pages(count: int, *, written: int) -> bytes:
    """A PDF of so many pages; words stand on the last ones."""
    content = b"BT /F1 12 Tf 72 700 Td (2025: 5000 beds) Tj ET"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>%s >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *([page % b""] * (count - written)),
        *([page % b" /Contents 4 0 R"] * written),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))
    return bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end)


def test_hostile_files_are_read_within_limits_or_refused_and_the_site_stays_up(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        sent_and_answered(site, Clerk(site, said(Ledger(tmp_path).run("-c", SIGN_IN))[-1]))


def sent_and_answered(site: Site, clerk: Clerk) -> None:
    files = {
        "炸弹.docx": bomb(),
        "亿笑.docx": billion_laughs(),
        "宏.docm": with_macro(),
        "万页.pdf": many_pages(10_000, written=10),
        "万零一页.pdf": many_pages(10_001, written=0),
    }
    for name, data in files.items():
        clerk.send(name, [data], len(data))
    clerk.send("../大.txt", (PIECE for _ in range(PIECES)), PIECES * len(PIECE))

    ends = clerk.ends()

    assert {name: state for name, (state, _) in ends.items()} == {
        "炸弹.docx": "failed",
        "亿笑.docx": "failed",
        "宏.docm": "done",
        "万页.pdf": "done",
        "万零一页.pdf": "failed",
        "大.txt": "failed",
    }
    assert "像是压缩炸弹，没有打开" in ends["炸弹.docx"][1]
    assert "定义了实体或外部引用" in ends["亿笑.docx"][1]
    assert "10001 页，可读的是 1 至 10000 页" in ends["万零一页.pdf"][1]
    assert "超过上限 5000000 个字符" in ends["大.txt"][1]
    assert [row["message"] for row in clerk.ask("/issues.json?code=file-macros")["issues"]] == [
        "文件带有宏；宏没有运行，也没有读，读的只是文字和表格。"
    ]
    assert peak_of(site.process.pid) < 400


def peak_of(process: int) -> int:
    """The most memory that a process ever held, in megabytes; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024
