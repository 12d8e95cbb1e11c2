"""What people state about their own company: who is who, in which team, budgets, assumptions and rules.

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

BUDGETS = Table(
    "budgets",
    "budget_row_id",
    "One row per budget and member it is for, as stated by hand.",
    (
        *columns(
            "text",
            budget_row_id="Hash of everything the row says.",
            budget_name="Name of the budget; rows of one name share its amount.",
            scope="`organisation`, `team`, `agent` or `developer`.",
            email="E-mail of a developer the budget is for; null for other scopes.",
            member="Team or agent the budget is for; null for other scopes.",
            period="`month` or `quarter`, of the calendar.",
            cost_type="Cost that is held against it: `list`, `reported` or `billed`.",
            started_on="First day of it, ISO; null is from the beginning.",
            ended_on="First day no longer, ISO; null is open.",
        ),
        *columns("bigint", amount_microusd="Amount for each period, micro-USD."),
        *_STATED,
    ),
)

ASSUMPTIONS = Table(
    "assumptions",
    "assumption_id",
    "One row per assumption about worth, and team it is made for, as stated by hand.",
    (
        *columns(
            "text",
            assumption_id="Hash of everything the row says.",
            assumption="`hours_per_accepted_edit`, `hours_per_assisted_commit`, `hours_per_developer_month` or "
            "`hourly_rate_usd`.",
            team="Team it is made for; null for all others.",
        ),
        *columns(
            "decimal",
            low="Careful value.",
            mid="Likely value.",
            high="Hopeful value.",
        ),
        *_STATED,
    ),
)

POLICY_RULES = Table(
    "policy_rules",
    "policy_rule_id",
    "One row per rule about what agents may do, as stated by hand.",
    (
        *columns(
            "text",
            policy_rule_id="Hash of everything the row says.",
            rule="`allow_model`, `allow_mcp_server`, `deny_tool`, `deny_program`, `deny_extension`, "
            "`deny_mode` or `deny_parameter`.",
            pattern="Glob of the names it is about, lower case.",
            severity="`low`, `medium` or `high`.",
            started_on="First day it holds, ISO; null is from the beginning.",
        ),
        *_STATED,
    ),
)
