"""What a forge such as GitHub knows of delivery: pull requests, reviews, their commits, events and checks.

Titles, descriptions and comments have no column: of a text its length, its conventional type and keyed
hashes remain. People are named by login and by the forge's number, which survives a new login.
"""

from collections.abc import Iterable

from agent_analytics.records.shape import Column, Table, columns

_HOSTED = "Hash of the forge's host and its number of the repository; survives a new name."


def _actor(role: str, about: str) -> Iterable[Column]:
    return columns(
        "text",
        **{
            f"{role}_login": f"Login of {about} when read.",
            f"{role}_number": f"The forge's number of {about}; null when the account is gone.",
            f"{role}_kind": f"Kind of account of {about}: `user`, `bot`, `mannequin` …",
        },
    )


PULL_REQUESTS = Table(
    "pull_requests",
    "pull_request_id",
    "One row per pull request, as last read.",
    (
        *columns(
            "text",
            pull_request_id="Hash of the hosted repository and the pull request's number.",
            hosted_repository_id=_HOSTED,
            state="`open`, `closed` (without a merge) or `merged`.",
        ),
        *_actor("author", "who opened it"),
        *_actor("merger", "who merged it"),
        *columns(
            "text",
            agent="Agent that wrote it; null when nothing says so.",
            agent_signal="What says so: `author_number`, `author_login`, `branch` or `trailer`.",
            head_branch="Branch it comes from.",
            base_branch="Branch it goes into.",
            head_sha="Newest commit of its branch.",
            merge_commit_sha="Commit that merged it; null when it is not merged.",
            commit_type="Conventional type of the title (`feat`, `fix` …); null when it has none.",
            title_key="Keyed hash of the title.",
            reverted_title_key="Keyed hash of the title that this one says it reverts.",
            reverted_sha="Commit that the description or a commit says it reverts.",
            labels="Comma-joined labels from the allow-list, sorted; null when there are none.",
        ),
        *columns(
            "bigint",
            number="Number within the repository.",
            reverted_number="Number of the pull request that the description says it reverts.",
            lines_added="Lines added against the base.",
            lines_deleted="Lines deleted against the base.",
            files_changed="Files that differ from the base.",
            commit_count="Commits on the branch that the base lacks.",
            title_length="Length of the title in characters.",
            body_length="Length of the description in characters.",
            label_count="Labels, known or not.",
        ),
        *columns(
            "bool",
            is_draft="Whether it is a draft.",
            is_from_fork="Whether the branch is in another repository.",
        ),
        *columns(
            "timestamp",
            opened_at="When it was opened (UTC).",
            changed_at="When the forge last changed it (UTC).",
            closed_at="When it was last closed or merged (UTC); null while open.",
            merged_at="When it was merged (UTC); null when it was not.",
            read_at="When it was last read (UTC).",
        ),
        *columns(
            "text",
            batch_id="Load batch that wrote the row.",
            flags="Data-quality flags such as `cut_off`.",
        ),
    ),
)

PULL_REQUEST_REVIEWS = Table(
    "pull_request_reviews",
    "review_id",
    "One row per submitted review of a pull request.",
    (
        *columns(
            "text",
            review_id="Hash of the pull request and the forge's number of the review.",
            pull_request_id="Pull request that was reviewed.",
            state="`approved`, `changes_requested`, `commented` or `dismissed`.",
        ),
        *_actor("reviewer", "who reviewed"),
        *columns(
            "text",
            agent="Agent that reviewed; null for anybody else.",
            reviewed_sha="Commit the review looked at.",
        ),
        *columns("timestamp", submitted_at="When it was submitted (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

PULL_REQUEST_COMMITS = Table(
    "pull_request_commits",
    "pull_request_commit_id",
    "One row per commit ever seen on a pull request; those seen when it was last read have its `read_at`.",
    (
        *columns(
            "text",
            pull_request_commit_id="Hash of the pull request and the commit.",
            pull_request_id="Pull request the commit is on.",
            sha="Commit hash, hexadecimal.",
            author_email="Author's e-mail, lower case.",
            author_login="Login of the author's account; null when the forge knows none.",
            author_number="The forge's number of the author's account; null when it knows none.",
            agent="Agent that the commit names in a trailer or as its author; null when it names none.",
        ),
        *columns(
            "timestamp",
            authored_at="Author time (UTC).",
            committed_at="Committer time (UTC).",
            read_at="When it was last seen on the pull request (UTC).",
        ),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

PULL_REQUEST_EVENTS = Table(
    "pull_request_events",
    "pull_request_event_id",
    "One row per event in the life of a pull request.",
    (
        *columns(
            "text",
            pull_request_event_id="Hash of the pull request and the forge's name of the event.",
            pull_request_id="Pull request it happened to.",
            kind="`closed`, `reopened`, `merged`, `ready_for_review`, `convert_to_draft`, "
            "`head_ref_force_pushed` or `review_requested`.",
        ),
        *_actor("actor", "who did it"),
        *columns("text", merge_commit_sha="Commit of a merge; null for other events."),
        *columns("timestamp", happened_at="When it happened (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

CHECKS = Table(
    "checks",
    "check_id",
    "One row per check of a pull request's newest commit, as last read.",
    (
        *columns(
            "text",
            check_id="Hash of the hosted repository, the commit and the forge's number of the check.",
            hosted_repository_id=_HOSTED,
            sha="Commit that was checked.",
            name="Name of the check, as its makers call it.",
            app="Short name of the app that ran it; null for a plain status.",
            status="`completed`, `in_progress`, `queued` …",
            conclusion="`success`, `failure`, `cancelled`, `skipped` …; null until it is completed.",
        ),
        *columns(
            "timestamp",
            started_at="When it started (UTC).",
            completed_at="When it was completed (UTC).",
        ),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

POLLED_REPOSITORIES = Table(
    "polled_repositories",
    "polled_repository_id",
    "One row per configured repository: its state, and how far it was read. Not derived: it is the "
    "loader's memory.",
    (
        *columns(
            "text",
            polled_repository_id="Hash of the configured name; of both where another repository took it.",
            name="`owner/name` as configured.",
            hosted_repository_id=_HOSTED,
            repository_key="Identity of the repository by its present address, as local clones have it.",
            remote="`host/owner/name` by which the forge calls it now, lower case.",
            state="`active`, `reading` (a first or long read is not at its end), `gone` (not found or no "
            "access) or `refused` (access is forbidden).",
            detail="Why it cannot be read, or what of it; null when all is well.",
            list_etag="Version of the list of pull requests when it was last read.",
            scan_etag="Version of the list that the scan under way began with.",
            scan_cursor="Where the scan under way goes on; null when none is.",
        ),
        *columns(
            "timestamp",
            known_until_at="Changes before this instant are known (UTC).",
            scan_until_at="What `known_until_at` becomes at the end of the scan under way (UTC).",
            paused_until_at="Not to be asked before (UTC): the forge's rate limit.",
            read_at="When it was last found changed (UTC).",
        ),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

CHECK_POLLS = Table(
    "check_polls",
    "check_poll_id",
    "One row per commit whose checks were not completed when its pull request was read. Not derived: it is "
    "the loader's memory.",
    (
        *columns(
            "text",
            check_poll_id="Hash of the hosted repository and the commit.",
            hosted_repository_id=_HOSTED,
            polled_repository_id="Configured repository it is asked for under.",
            sha="Commit that is checked.",
            etag="Version of the list of checks when it was last read; null before.",
        ),
        *columns("bool", is_settled="Whether all checks are completed, or the commit is gone."),
        *columns(
            "timestamp",
            first_read_at="When its checks were first found unfinished (UTC).",
            read_at="When its checks were last found changed (UTC).",
        ),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

FORGE_TABLES = (
    POLLED_REPOSITORIES,
    CHECK_POLLS,
    PULL_REQUESTS,
    PULL_REQUEST_REVIEWS,
    PULL_REQUEST_COMMITS,
    PULL_REQUEST_EVENTS,
    CHECKS,
)
"""Everything a forge lands, beside its outcomes and dead letters."""
