"""The GraphQL questions: 25 whole pull requests for one point of GitHub's budget.

GitHub counts one request per connection that it would have to open: the list, and five connections for each
of 25 pull requests are 126, which is one point. A sixth connection would make it two.
"""

PAGE_SIZE = 25

_ACTOR = """
fragment Account on Actor {
  __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId }
}
"""

_COMMITS = """
fragment Commits on PullRequestCommitConnection {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { commit {
    oid authoredDate committedDate message
    author { name email user { login databaseId } } committer { email }
  } }
}
"""

_REVIEWS = """
fragment Reviews on PullRequestReviewConnection {
  pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId state submittedAt author { ...Account } commit { oid } }
}
"""

_EVENT_KINDS = (
    "[CLOSED_EVENT, REOPENED_EVENT, MERGED_EVENT, READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, "
    "HEAD_REF_FORCE_PUSHED_EVENT, REVIEW_REQUESTED_EVENT]"
)

_EVENTS = """
fragment Events on PullRequestTimelineItemsConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    __typename
    ... on Node { id }
    ... on ClosedEvent { createdAt actor { ...Account } }
    ... on ReopenedEvent { createdAt actor { ...Account } }
    ... on MergedEvent { createdAt actor { ...Account } commit { oid } }
    ... on ReadyForReviewEvent { createdAt actor { ...Account } }
    ... on ConvertToDraftEvent { createdAt actor { ...Account } }
    ... on HeadRefForcePushedEvent { createdAt actor { ...Account } }
    ... on ReviewRequestedEvent { createdAt actor { ...Account } }
  }
}
"""

_WHOLE = f"""
fragment Whole on PullRequest {{
  id number state isDraft title body createdAt updatedAt closedAt mergedAt
  additions deletions changedFiles headRefName headRefOid baseRefName isCrossRepository
  author {{ ...Account }} mergedBy {{ ...Account }} mergeCommit {{ oid }}
  labels(first: 20) {{ totalCount nodes {{ name }} }}
  commits(first: 100) {{ ...Commits }}
  reviews(first: 100) {{ ...Reviews }}
  timelineItems(first: 100, itemTypes: {_EVENT_KINDS}) {{ ...Events }}
  statusCheckRollup {{ contexts(first: 50) {{ nodes {{
    __typename
    ... on CheckRun {{
      databaseId name status conclusion startedAt completedAt checkSuite {{ app {{ slug }} }}
    }}
    ... on StatusContext {{ id context state createdAt }}
  }} }} }}
}}
"""

CHANGED = f"""
query Changed($owner: String!, $name: String!, $after: String, $size: Int!) {{
  rateLimit {{ cost remaining resetAt }}
  repository(owner: $owner, name: $name) {{
    databaseId url
    pullRequests(first: $size, after: $after, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      totalCount pageInfo {{ hasNextPage endCursor }}
      nodes {{ ...Whole }}
    }}
  }}
}}
{_WHOLE}{_COMMITS}{_REVIEWS}{_EVENTS}{_ACTOR}
"""
"""Pull requests of a repository, the one changed last first."""


def _rest(connection: str, fragment: str, *definitions: str, arguments: str = "") -> str:
    return f"""
query Rest($id: ID!, $after: String) {{
  rateLimit {{ cost remaining resetAt }}
  node(id: $id) {{ ... on PullRequest {{
    {connection}(first: 100, after: $after{arguments}) {{ ...{fragment} }}
  }} }}
}}
{"".join(definitions)}
"""


REST = {
    "commits": _rest("commits", "Commits", _COMMITS),
    "reviews": _rest("reviews", "Reviews", _REVIEWS, _ACTOR),
    "timelineItems": _rest(
        "timelineItems", "Events", _EVENTS, _ACTOR, arguments=f", itemTypes: {_EVENT_KINDS}"
    ),
}
"""What follows the first hundred of a pull request's commits, reviews or events, by connection."""
