"""Serving: immutable snapshots of the public tables, and safe questions to the current one.

`publishing` writes and switches snapshots, `snapshots` names and opens them, `readers` lends the newest one to
many threads, `queries` runs SQL that somebody typed. What the tables mean is the models' concern; how
answers look is that of the command and the web view.
"""

from agent_analytics.serving.publishing import is_public, publish
from agent_analytics.serving.queries import Answer, ask
from agent_analytics.serving.readers import Column, Reader, Rows, SnapshotReaders
from agent_analytics.serving.snapshots import Snapshot, describe_snapshot, open_snapshot

__all__ = [
    "Answer",
    "Column",
    "Reader",
    "Rows",
    "Snapshot",
    "SnapshotReaders",
    "ask",
    "describe_snapshot",
    "is_public",
    "open_snapshot",
    "publish",
]
