"""Best score first, first slot that suits: what people do by hand, and the measure that the solver must beat."""

from __future__ import annotations

from yuheng.exchange.board import Board
from yuheng.exchange.instance import Instance


def greedy_board(instance: Instance) -> Board:
    """Place pins, then every pair by falling score in the first slot where both are open and a table is."""
    board = Board(instance)
    counts = board.counts()
    pinned, score = instance.pinned, instance.score
    order = sorted(range(len(score)), key=lambda pair: (pair not in pinned, -score[pair], pair))
    for pair in order:
        left, right = instance.left[pair], instance.right[pair]
        if pair in board.held or counts[left] >= instance.most[left] or counts[right] >= instance.most[right]:
            continue
        common = board.open[left] & board.open[right]
        slot = next((s for s in range(instance.slots) if common >> s & 1 and board.load[s] < instance.seats[s]), None)
        if slot is not None:
            board.put(pair, slot)
            counts[left] += 1
            counts[right] += 1
    return board
