"""Who has a seat of Copilot, what was billed, what saved files tell, and how far all of it was read."""

from agent_analytics.records.copilot import (
    BATCH,
    BREAKDOWNS,
    FLAGS,
    PLACE,
    REPORT,
    REPOSITORY_DAYS,
    TEAM_MEMBERS,
    USAGE_DAYS,
    USER,
    USER_DAYS,
)
from agent_analytics.records.shape import Table, columns

POLLED_REPORTS = Table(
    "polled_reports",
    "polled_report_id",
    "One row per configured organisation or enterprise and kind of report: its state, and how far it was "
    "read. Not derived: it is the loader's memory.",
    (
        *columns(
            "text",
            polled_report_id="Hash of the scope and the kind of report.",
            scope_kind="`organization` or `enterprise`.",
            scope="Name as configured, lower case.",
            report="`usage`, `users`, `user_teams`, `repositories`, `seats`, `seat_totals` or `credits`.",
            state="`active`, `waiting` (nothing was ever reported), `refused` or `gone`.",
            detail="Why it cannot be read; null when all is well.",
        ),
        *columns(
            "timestamp",
            paused_until_at="Not to be asked before (UTC): GitHub's rate limit.",
            read_at="When its state last changed (UTC).",
        ),
        *BATCH,
    ),
)

REPORT_DAYS = Table(
    "report_days",
    "report_day_id",
    "One row per scope, kind of report and day that was asked for. Not derived: it is the loader's memory.",
    (
        *columns(
            "text",
            report_day_id="Hash of the scope, the kind of report and the day.",
            scope_kind="`organization` or `enterprise`.",
            scope="Name as configured, lower case.",
            report="Kind of report.",
            report_day="Day it is about, ISO; of a snapshot the day it was taken (UTC).",
            state="`loaded`, `waiting` (not made yet) or `missing` (not found).",
            asked_as="`1-day`, `28-day` or `snapshot`.",
            content_hash="Hash of the content; the rows with this hash are those that count.",
        ),
        *columns("bigint", row_count="Rows in the report; null when it is not loaded."),
        *columns("timestamp", read_at="When this content or state was first read (UTC)."),
        *BATCH,
    ),
)

SEATS = Table(
    "seats",
    "seat_id",
    "One row per seat as granted, on each day a snapshot was taken. Somebody may have several.",
    (
        *columns("text", seat_id="Hash of the snapshot, the user, the team and the organisation."),
        *REPORT,
        *USER,
        *columns(
            "text",
            team_slug="Team through which it was granted; null when granted directly.",
            organization="Organisation that granted it, as the enterprise's list names it.",
            plan="`business`, `enterprise` or `unknown`.",
            pending_cancellation_day="Day from which the seat is gone, ISO; null when it stays.",
            last_activity_editor="Editor and plugin of the last activity, with versions.",
        ),
        *columns(
            "timestamp",
            granted_at="When it was granted (UTC).",
            last_activity_at="Last activity that GitHub knows of (UTC); null is never, or not told.",
            last_authenticated_at="Last time the user signed in to Copilot (UTC).",
        ),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

SEAT_TOTALS = Table(
    "seat_totals",
    "seat_total_id",
    "One row per organisation and day a snapshot was taken: its plan, and seats as GitHub counts them.",
    (
        *columns("text", seat_total_id="Hash of the snapshot; it has one row."),
        *REPORT,
        *columns("text", plan="`business`, `enterprise` or `unknown`."),
        *columns(
            "bigint",
            seat_count="Seats; somebody with several counts once.",
            added_count="Seats added in this billing cycle.",
            pending_cancellation_count="Seats that end with this billing cycle.",
            pending_invitation_count="Seats of people who are invited.",
            active_count="Seats used in this billing cycle.",
            inactive_count="Seats not used in this billing cycle.",
        ),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

CREDIT_ITEMS = Table(
    "credit_items",
    "credit_item_id",
    "One row per scope, day, product, article and model of the bill for AI credits.",
    (
        *columns("text", credit_item_id="Hash of the report, product, article, model and unit."),
        *REPORT,
        *columns(
            "text",
            product="Product, as the bill names it.",
            article="Article (SKU), as the bill names it.",
            model="Model, as the bill names it; null when it names none.",
            unit="Unit of the quantities, as the bill names it.",
        ),
        *columns(
            "double",
            gross_quantity="Units used.",
            discount_quantity="Units of those that the plan includes.",
            net_quantity="Units that are charged.",
        ),
        *columns(
            "bigint",
            gross_microusd="Price of the units used in micro-USD.",
            discount_microusd="Price of the included units in micro-USD.",
            net_microusd="What is charged in micro-USD.",
        ),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

LEGACY_DAYS = Table(
    "legacy_days",
    "legacy_day_id",
    "One row per folder and day of saved answers of the interface that was closed on 2026-04-02. Its counters "
    "mean something else than those of the reports.",
    (
        *columns(
            "text",
            legacy_day_id="Hash of the folder's name and the day.",
            file_key="Keyed hash of the file it was read from.",
            scope="Name of the folder the file is in: an organisation, enterprise or team.",
            report_day="Day it is about, ISO.",
        ),
        *columns(
            "bigint",
            active_users="People active on the day.",
            engaged_users="People who used a feature on the day.",
            completion_users="People who used completions in an editor.",
            suggestion_count="Completions offered.",
            acceptance_count="Completions accepted.",
            lines_suggested="Lines of completions offered.",
            lines_accepted="Lines of completions accepted.",
            chat_users="People who used chat in an editor.",
            chat_count="Chats in editors.",
            chat_insertion_count="Pieces of code inserted from chats in editors.",
            chat_copy_count="Pieces of code copied from chats in editors.",
            website_chat_users="People who used chat on the website.",
            website_chat_count="Chats on the website.",
            pull_request_summary_users="People who had pull requests summarised.",
            pull_request_summary_count="Pull requests summarised.",
        ),
        *columns("bigint", file_offset="When the file was last changed, nanoseconds since 1970."),
        *FLAGS,
        *BATCH,
    ),
)

COPILOT_TABLES = (
    POLLED_REPORTS,
    REPORT_DAYS,
    USAGE_DAYS,
    USER_DAYS,
    BREAKDOWNS,
    TEAM_MEMBERS,
    REPOSITORY_DAYS,
    SEATS,
    SEAT_TOTALS,
    CREDIT_ITEMS,
)
"""Everything the Copilot source lands, beside its outcomes, dead letters and dropped names."""
