"""The tree of exceptions is the one that its docstring draws, and each crosses a process boundary whole."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import pytest

from yuheng import errors
from yuheng.errors import YuhengError


def tree(kind: type[YuhengError]) -> Iterator[type[YuhengError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


KINDS = [kind for kind in tree(YuhengError) if kind.__module__ == "yuheng.errors"]


def test_the_docstring_draws_every_exception_under_its_parent() -> None:
    drawn: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        entry = re.match(r"(?P<lead>[│├└─ ]*)(?P<name>[A-Z]\w+)(?:$|  )", line)
        if entry is None:
            continue
        depth = len(entry["lead"])
        above = [(d, name) for d, name in above if d < depth]
        drawn[entry["name"]] = above[-1][1] if above else None
        above.append((depth, entry["name"]))

    assert drawn == {kind.__name__: None if kind is YuhengError else kind.__bases__[0].__name__ for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_keeps_its_kind_message_and_hint_through_a_pickle(kind: type[YuhengError]) -> None:
    error = kind("规划.pdf：第3页没有文字。", hint="安装 yuheng[ocr]。")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes

    assert (type(again), again.message, again.hint, str(again)) == (
        kind,
        "规划.pdf：第3页没有文字。",
        "安装 yuheng[ocr]。",
        "规划.pdf：第3页没有文字。 安装 yuheng[ocr]。",
    )


def test_an_exception_without_a_hint_ends_with_its_message() -> None:
    assert str(YuhengError("没有这个文件。")) == "没有这个文件。"


def test_every_exception_of_the_package_is_in_the_tree() -> None:
    own = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)}

    assert own == {kind.__name__ for kind in KINDS}
