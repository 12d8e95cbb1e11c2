"""The shapes of GitHub's answers, as far as they are used. What is made of them belongs to `parse`.

Everything that GitHub leaves out for accounts that are gone, or for a token that may not see it, is None. An
answer that does not fit is refused by `msgspec` with the place, never with a value.
"""

from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct, field

T = TypeVar("T")
Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class PageInfo(Struct, rename="camel"):
    """Whether a connection goes on, and where."""

    has_next_page: bool = False
    end_cursor: str | None = None


class Connection(Struct, Generic[T], rename="camel"):
    """A list of GraphQL; a node is None when the token may not see it, all are when GitHub failed at them."""

    nodes: list[T | None] | None = None
    page_info: PageInfo = field(default_factory=PageInfo)
    total_count: Number | None = None

    def is_whole(self) -> bool:
        """Return whether all of the list was read."""
        return self.nodes is not None and not self.page_info.has_next_page

    def known(self) -> list[T]:
        """Return the nodes that could be seen."""
        return [node for node in self.nodes or () if node is not None]


class Account(Struct, rename="camel"):
    """Who did something: a person, a bot or a stand-in for an imported account."""

    login: str
    database_id: int | None = None
    kind: str = field(default="", name="__typename")


class Object(Struct):
    """A commit by its hash."""

    oid: str


class GitActor(Struct):
    """Who a commit names as its author or committer, and the account GitHub takes them for."""

    name: str | None = None
    email: str | None = None
    user: Account | None = None


class Commit(Struct, rename="camel"):
    """A commit on a pull request."""

    oid: str
    authored_date: str | None = None
    committed_date: str | None = None
    message: str = ""
    author: GitActor | None = None
    committer: GitActor | None = None


class CommitNode(Struct):
    """A commit in a pull request's list."""

    commit: Commit


class Review(Struct, rename="camel"):
    """A review; a pending one has no time and is its author's own business."""

    state: str
    full_database_id: str | int | None = None
    submitted_at: str | None = None
    author: Account | None = None
    commit: Object | None = None


class Event(Struct, rename="camel"):
    """An event in a pull request's time line."""

    id: str
    created_at: str | None = None
    actor: Account | None = None
    commit: Object | None = None
    kind: str = field(default="", name="__typename")


class Label(Struct):
    """A label."""

    name: str


class App(Struct):
    """The app that runs checks."""

    slug: str | None = None


class CheckSuite(Struct):
    """Checks that were started together."""

    app: App | None = None


class Context(Struct, rename="camel"):
    """A check run, or a plain status of a commit."""

    database_id: int | None = None
    id: str | None = None
    name: str | None = None
    context: str | None = None
    status: str | None = None
    state: str | None = None
    conclusion: str | None = None
    created_at: str | None = None
    started_at: str | None = None
    completed_at: str | None = None
    check_suite: CheckSuite | None = None


class Rollup(Struct):
    """All checks of a pull request's newest commit."""

    contexts: Connection[Context]


class PullRequest(Struct, rename="camel"):
    """A whole pull request."""

    number: Number
    state: str
    created_at: str
    updated_at: str
    id: str = ""
    is_draft: bool | None = None
    title: str = ""
    body: str | None = None
    closed_at: str | None = None
    merged_at: str | None = None
    additions: Number | None = None
    deletions: Number | None = None
    changed_files: Number | None = None
    head_ref_name: str | None = None
    head_ref_oid: str | None = None
    base_ref_name: str | None = None
    is_cross_repository: bool | None = None
    author: Account | None = None
    merged_by: Account | None = None
    merge_commit: Object | None = None
    labels: Connection[Label] | None = None
    commits: Connection[CommitNode] | None = None
    reviews: Connection[Review] | None = None
    timeline_items: Connection[Event] | None = None
    status_check_rollup: Rollup | None = None


class Repository(Struct, rename="camel"):
    """A repository and one page of its pull requests, still unread: one bad one must not spoil the page."""

    database_id: int
    url: str
    pull_requests: Connection[dict[str, Any]]


class RestApp(Struct):
    """The app of a check run, as REST has it."""

    slug: str | None = None


class CheckRun(Struct):
    """A check run, as REST has it."""

    id: int
    name: str | None = None
    status: str | None = None
    conclusion: str | None = None
    started_at: str | None = None
    completed_at: str | None = None
    app: RestApp | None = None


class CheckRuns(Struct):
    """A page of check runs."""

    check_runs: list[CheckRun]
