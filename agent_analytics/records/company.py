"""What people state about their own company: whose a handle is, who was in which team when.

Each statement is a row for ever: one that was taken back stays, marked as removed.
"""

from agent_analytics.records.shape import Table, columns

_STATED = (
    *columns("bool", is_removed="Whether the statement was taken back since."),
    *columns("text", batch_id="Load batch that wrote the row."),
)

OVERRIDES = Table(
    "overrides",
    "override_id",
    "One row per handle and action that somebody decided by hand.",
    (
        *columns(
            "text",
            override_id="Hash of everything the row says.",
            handle="E-mail, login, account, installation or machine that is spoken of, lower case.",
            email="E-mail of the person it belongs to; null unless the action is `merge`.",
            action="`merge` (belongs to that person), `split` (is a person of its own) or `exclude` (nobody).",
        ),
        *_STATED,
    ),
)

MEMBERSHIPS = Table(
    "memberships",
    "membership_id",
    "One row per person and first day in a team, as stated by hand.",
    (
        *columns(
            "text",
            membership_id="Hash of everything the row says.",
            email="E-mail of the person, lower case.",
            team="Team from that day on.",
            cost_center="Cost centre from that day on; null when not said.",
            joined_on="First day in the team, ISO; null is from the beginning.",
        ),
        *_STATED,
    ),
)
