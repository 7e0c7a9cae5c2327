"""A plan as it is printed: with the reason of each meeting, and the codes by which firms check in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path

from yuheng.app.compiling import write_file
from yuheng.app.event_folder import SECRET, Event
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.office.event_agenda import Hall
from yuheng.office.event_file import Plan


def hall_of(event: Event, plan: Plan, *, secret: str = "") -> Hall:
    """An event's plan as it is printed, each pair with the reason of its best match; without a secret, no codes.

    Raises:
        Misuse: the setting no longer has a slot or table of the plan.
    """
    refuse_unfit(event, plan)
    reasons: dict[Pair, tuple[int, str]] = {}
    names = {item.id: item.name for item in event.registered.items}
    for match in event.matches:
        pair = pair_of(*match.pair)
        words = f"需求“{names[match.need]}” ↔ 供给“{names[match.offer]}”（{match.score}分）"
        reasons[pair] = max(reasons.get(pair, (0, "")), (match.score, words))
    return Hall(
        title=event.setting.title,
        place=event.setting.place,
        slots=event.setting.slots,
        meetings=plan.meetings,
        reasons={pair: words for pair, (_, words) in reasons.items()},
        codes=codes_of(secret, event.firms),
        version=f"第{plan.version}版",
    )


def unfit(event: Event, plan: Plan) -> int:
    """How many meetings stand in a slot or at a table that the setting no longer has."""
    rules = event.rules
    return sum(meeting.slot >= rules.slots or meeting.table >= rules.tables for meeting in plan.meetings)


def refuse_unfit(event: Event, plan: Plan) -> None:
    """Stop a plan that the setting no longer has room for from being printed or planned on.

    Raises:
        Misuse: it is such a plan.
    """
    if unfit(event, plan):
        raise Misuse(
            f"时间表第{plan.version}版与设定不符：有{unfit(event, plan)}场对接的时段或桌号已不在设定中。",
            hint="先在“时间表”一页重新排会，或改回设定。",
        )


def check_in_code(secret: str, firm: str) -> str:
    """Five letters and digits that a firm shows at the door: no letter that is read for a digit, and not to be guessed.

    >>> check_in_code("k", "岚江药业") == check_in_code("k", "岚江药业") != check_in_code("j", "岚江药业")
    True
    """
    digest = hmac.new(secret.encode(), firm.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().translate(str.maketrans("IO01", "XYZW"))[:5]


def codes_of(secret: str, firms: Iterable[str]) -> dict[str, str]:
    """Every firm's check-in code; without a secret there are none yet.

    Where two firms would have the same five letters, the second one's is drawn again, in the order of their names.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for firm in sorted(firms) if secret else ():
        code, again = check_in_code(secret, firm), 0
        while code in taken:
            again += 1
            code = check_in_code(secret, f"{firm}\x1f{again}")
        taken.add(code)
        codes[firm] = code
    return codes


def secret_in(folder: Path) -> str:
    """An event's secret, from which check-in codes are made; empty where nothing was printed yet."""
    path = folder / SECRET
    return path.read_text("utf-8").strip() if path.exists() else ""


def drawn_secret(folder: Path) -> str:
    """The secret, drawn the first time that codes are printed; it stays in the folder."""
    if not secret_in(folder):
        write_file(folder / SECRET, f"{secrets.token_hex(16)}\n".encode())
    return secret_in(folder)
