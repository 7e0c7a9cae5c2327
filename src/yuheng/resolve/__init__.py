"""Mentions and judgements to parties, indicators and places."""
