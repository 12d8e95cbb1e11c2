"""Loads commits, branches and agents' marks from local clones. How it works is said in this folder's README.

Only `load` belongs to others. Remote forges are a source of their own.
"""

from collections.abc import Iterator
from dataclasses import replace

from agent_analytics.errors import SourceError
from agent_analytics.privacy.policy import policy_of
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import REPOSITORIES
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.landing import Stretch, land
from ingestion.pipeline import LoadReport
from ingestion.sources.git.clones import Unreadable, find_clones
from ingestion.sources.git.memory import KnownClone, recall
from ingestion.sources.git.read import CloneReader

SOURCE = "git"
NAMED_REASONS = 3
"""So many reasons why clones are not whole are named in a report."""


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured clones and return what was landed.

    A folder that cannot be read stops only itself: its row in `repositories` says why, and the report's note
    repeats it. The caller holds the writer lock.
    """
    policy = policy_of(settings)
    report = pipeline.load(
        settings,
        SOURCE,
        lambda: land(SOURCE, new_stretches(settings, policy.pseudonymizer), policy),
    )
    return replace(report, note=_lacking(settings))


def _lacking(settings: Settings) -> str:
    """Return how many clones are not read whole, and why not; empty when all are."""
    clones = pipeline.read_table(settings, SOURCE, REPOSITORIES.name, "detail")
    reasons = sorted({clone["detail"] for clone in clones} - {None})
    if not reasons:
        return ""
    count = sum(clone["detail"] is not None for clone in clones)
    more = f"; and {len(reasons) - NAMED_REASONS} other reasons" if reasons[NAMED_REASONS:] else ""
    return f"{count} of {len(clones)} clones not whole: {'; '.join(reasons[:NAMED_REASONS])}{more}"


def new_stretches(settings: Settings, pseudonymizer: Pseudonymizer) -> Iterator[Stretch]:
    """Yield what is new in every configured clone; nothing for a clone in which nothing moved."""
    known = recall(settings)
    for found in find_clones(settings.sources.git.repositories):
        of_clone = known[pseudonymizer.folder(str(found.folder))]
        if isinstance(found, Unreadable):
            yield from _unreadable(found, of_clone, pseudonymizer)
            continue
        try:
            yield from CloneReader(found, of_clone, pseudonymizer).stretches()
        except SourceError as error:
            unreadable = Unreadable(found.folder, str(error))
            yield from _unreadable(unreadable, of_clone, pseudonymizer)


def _unreadable(
    found: Unreadable, known: KnownClone, pseudonymizer: Pseudonymizer
) -> Iterator[Stretch]:
    """Yield a row that says why a clone cannot be read, once; what was read of it before stays."""
    stored = {
        name: value
        for name, value in (known.row or {}).items()
        if name not in ("read_at", "batch_id")
    }
    clone_key = pseudonymizer.folder(str(found.folder))
    row = {**stored, "clone_key": clone_key, "detail": found.reason}
    if not known.says(row):
        stretch = Stretch(clone_key, known.received, known.received)
        stretch.add(REPOSITORIES, row)
        yield stretch
