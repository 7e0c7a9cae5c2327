"""What we conclude from claims, with everything that led there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One conclusion: which claims were used, by which rule, and its parts, so that a reader can work it out again.

    Attributes:
        id: hash of the rule, its version and the claims (`identity.id_of`).
        kind: what was found: "target-without-date", "target-without-owner" …
        claims: ids of the claims used, the one it is about first.
        rule: name of the rule.
        version: version of the rule; a changed rule makes other findings.
        parts: names and values that went into it, in the order they are read.
        message: the conclusion in Chinese, for the clerk.
        proposed: True where the evidence is below the rule's threshold: a suggestion for a person to confirm or reject.
    """

    id: str
    kind: str
    claims: tuple[str, ...]
    rule: str
    version: str
    parts: tuple[tuple[str, str], ...]
    message: str
    proposed: bool = False
