"""Yuheng 玉衡: compiles a region's plans into a ledger in which every number opens at the words that state it."""

__version__ = "0.1.0"
