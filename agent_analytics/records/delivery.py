"""What git knows: clones, commits, their files, the agents they name, and references."""

from agent_analytics.records.shape import Table, columns

REPOSITORIES = Table(
    "repositories",
    "clone_key",
    "One row per local clone or worktree that was configured and found.",
    (
        *columns(
            "text",
            clone_key="Keyed hash of the clone's folder.",
            repository_key="Identity of the repository, the same for all its clones: its remote, else "
            "keyed hash of the local folder it was cloned from, else of its own.",
            name="Name people use: the last part of the remote, else of the folder.",
            name_key="Keyed hash of that name, as a session's working folder would have it.",
            remote="`host/owner/name` of the origin, lower case; null without one.",
            root_path_keys="Slash-joined keyed hashes of the folders a session may work in (the clone and its "
            "linked worktrees).",
            default_branch="Branch that work ends up on: the one the origin's HEAD names, else `main`, "
            "`master` or `trunk`, else the one that HEAD names.",
            mainline_sha="Commit that this branch points to, at the origin or ahead of it; null without any.",
            mainline_since="What that was when the branch was last listed from its beginning.",
            local_email="E-mail of whoever commits in this clone, as its reflog tells, lower case; null "
            "when that are several people or nobody.",
            detail="What could not be read, when the clone is incomplete.",
        ),
        *columns(
            "bigint", trace_bytes="Size of the clone's agent-trace records; null when it has none."
        ),
        *columns(
            "bool",
            is_bare="Whether it has no working folder.",
            is_shallow="Whether history is cut off.",
        ),
        *columns("timestamp", read_at="When the clone was last read (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

COMMITS = Table(
    "commits",
    "commit_id",
    "One row per commit that was reachable from a branch, a tag or a detached HEAD when its clone was read.",
    (
        *columns(
            "text",
            commit_id="Hash of repository and commit.",
            repository_key="Repository the commit is in.",
            sha="Commit hash, hexadecimal.",
            parent_shas="Parents, space-joined in order; null for a root commit.",
            author_name="Author's name after the mailmap.",
            author_email="Author's e-mail after the mailmap, lower case.",
            committer_email="Committer's e-mail after the mailmap, lower case.",
            commit_type="Conventional type of the subject (`feat`, `fix` …); null when it has none.",
            reverted_sha="Commit this one says it reverts.",
        ),
        *columns(
            "timestamp",
            authored_at="Author time (UTC).",
            committed_at="Committer time (UTC).",
        ),
        *columns(
            "bigint",
            parent_count="Number of parents; 2 or more is a merge.",
            files_changed="Files that differ from the first parent; null at the cut-off of a shallow clone.",
            lines_added="Lines added; binary files count none; null at the cut-off of a shallow clone.",
            lines_deleted="Lines deleted; binary files count none; null at the cut-off of a shallow clone.",
            message_length="Length of the message in characters.",
        ),
        *columns(
            "text",
            batch_id="Load batch that wrote the row.",
            flags="Data-quality flags such as `shallow_boundary`.",
        ),
    ),
)

COMMIT_FILES = Table(
    "commit_files",
    "commit_file_id",
    "One row per file in a commit's difference to its first parent.",
    (
        *columns(
            "text",
            commit_file_id="Hash of repository, commit and path.",
            repository_key="Repository the commit is in.",
            sha="Commit hash.",
            path_key="Keyed hash of the path within the repository.",
            previous_path_key="Keyed hash of the path before a rename; null otherwise.",
            directory_key="Keyed hash of the path's folder.",
            file_extension="Extension, lower case, without the dot.",
            added_line_keys="Keyed hashes of the added lines in order, 8 characters each, without separator: "
            "`........` for a line that proves nothing, `~~~~~~~~` for one only moved or formatted, "
            "`||||||||` between runs of lines; null where lines are not compared (merges, binary, generated, "
            "very long).",
            removed_line_keys="Keyed hashes of lines that are gone, moved ones and those that prove nothing "
            "left out; null where lines are not compared or none is gone.",
        ),
        *columns(
            "bool",
            is_generated="Whether path or head say that the file is vendored, generated or a lock file.",
        ),
        *columns(
            "bigint",
            lines_added="Lines added; null for a binary file.",
            lines_deleted="Lines deleted; null for a binary file.",
        ),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

COMMIT_CLAIMS = Table(
    "commit_claims",
    "claim_id",
    "One row per statement in a repository that an agent took part in a commit.",
    (
        *columns(
            "text",
            claim_id="Hash of commit, kind and content.",
            repository_key="Repository the commit is in.",
            sha="Commit hash; of a `trace` the commit, or its parent.",
            kind="`trailer`, `body_line`, `note`, `author`, `session_trailer` or `trace`.",
            agent="Agent named, e.g. `claude_code`; `other` when it cannot be told.",
            model="Model named, as written.",
            session_id="Session named; null when the statement names none.",
            path_key="Keyed hash of the path of the file that a `trace` is about; null for other kinds.",
        ),
        *columns("timestamp", stated_at="When a `trace` was written (UTC); null for other kinds."),
        *columns("bigint", line_count="Lines the statement covers; null when it does not say."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

AMENDMENTS = Table(
    "amendments",
    "amendment_id",
    "One row per commit that was amended in a clone, as its reflogs tell, and what it became in the end.",
    (
        *columns(
            "text",
            amendment_id="Hash of repository and the older commit.",
            repository_key="Repository of the clone.",
            old_sha="Commit that was amended.",
            new_sha="Commit that took its place after all amendments.",
            batch_id="Load batch that wrote the row.",
        ),
    ),
)

MAINLINE_COMMITS = Table(
    "mainline_commits",
    "mainline_commit_id",
    "One row per clone and commit that its default branch was seen to hold; of those with the "
    "`mainline_since` of their clone it still holds all.",
    (
        *columns(
            "text",
            mainline_commit_id="Hash of clone and commit.",
            clone_key="Clone it was seen in.",
            repository_key="Repository of the clone.",
            sha="Commit hash.",
            mainline_since="`mainline_since` of the clone when it was listed.",
            batch_id="Load batch that wrote the row.",
        ),
    ),
)

REFS = Table(
    "refs",
    "ref_id",
    "One row per branch, remote branch or tag ever seen.",
    (
        *columns(
            "text",
            ref_id="Hash of clone and reference name.",
            clone_key="Clone it was seen in.",
            repository_key="Repository of the clone.",
            name="Short name of the reference.",
            kind="`branch`, `remote_branch`, `tag`, `note` (the notes of agents) or `head` (detached).",
            sha="Commit it points to (tags peeled).",
        ),
        *columns("bool", is_deleted="Whether it was gone when the clone was last read."),
        *columns("timestamp", read_at="When it was last read (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)
