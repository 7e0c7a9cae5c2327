"""The tables. `Kept` ones are append-only; `Entry`, `Owed`, `Signed`, `Party`, `Naming`, `Proposal` are views."""

from yuheng.ledger.models.accounts import Account, Role, SavedView
from yuheng.ledger.models.claims import Anchor, Claim, Entry, EntryState, Owed, Signed
from yuheng.ledger.models.decisions import Amendment, Decision, Judgement, Verdict
from yuheng.ledger.models.documents import Body, Document, Run, Snapshot, Source
from yuheng.ledger.models.findings import Cited, Finding, Issue, IssueState, Resolution, Resolving
from yuheng.ledger.models.folders import Erasure, Filed, Folder, FolderKind
from yuheng.ledger.models.jobs import PRINT, Job, JobState
from yuheng.ledger.models.log import LogEntry, Mark
from yuheng.ledger.models.parties import Indicator, Mention, Naming, Party, Proposal
from yuheng.ledger.models.tokens import Token

__all__ = [
    "PRINT",
    "Account",
    "Amendment",
    "Anchor",
    "Body",
    "Cited",
    "Claim",
    "Decision",
    "Document",
    "Entry",
    "EntryState",
    "Erasure",
    "Filed",
    "Finding",
    "Folder",
    "FolderKind",
    "Indicator",
    "Issue",
    "IssueState",
    "Job",
    "JobState",
    "Judgement",
    "LogEntry",
    "Mark",
    "Mention",
    "Naming",
    "Owed",
    "Party",
    "Proposal",
    "Resolution",
    "Resolving",
    "Role",
    "Run",
    "SavedView",
    "Signed",
    "Snapshot",
    "Source",
    "Token",
    "Verdict",
]
