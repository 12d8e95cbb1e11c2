"""What GitHub reports of the use of Copilot, by day. Seats and bills are in `copilot_seats`.

A report is of one scope (an organisation or an enterprise) and one day. Its rows name the report and the
content they were read from: rows of an older content stay behind and count no longer. Every figure is GitHub's
own; none is comparable with what agents log themselves.
"""

from collections.abc import Iterable

from agent_analytics.records.shape import Column, Table, columns

REPORT = columns(
    "text",
    report_day_id="Report the row is from.",
    content_hash="Content of the report when the row was read.",
)
USER = columns(
    "text",
    user_number="GitHub's number of the user; survives a new login.",
    user_login="Login when read.",
)
_ENTITY = columns(
    "text",
    organization_number="GitHub's number of the organisation; null in reports of an enterprise.",
    enterprise_number="GitHub's number of the enterprise; null when there is none.",
)
_COUNTERS = columns(
    "bigint",
    interaction_count="Prompts that people sent; an agent's own steps are none.",
    generation_count="Times code was generated, edits by agents included.",
    acceptance_count="Times generated code was accepted, applied or copied; edits by agents never are.",
    lines_suggested_to_add="Lines that were offered to be added.",
    lines_suggested_to_delete="Lines that were offered to be deleted.",
    lines_added="Lines added by accepting or by agents; may exceed the lines offered.",
    lines_deleted="Lines deleted by accepting or by agents.",
)
BATCH = columns("text", batch_id="Load batch that wrote the row.")
FLAGS = columns("text", flags="Data-quality flags such as `negative_value`.")
PLACE = columns("bigint", file_offset="Place of the row in its report, counted from 0.")

_PULL_REQUESTS = (
    *columns(
        "bigint",
        pull_requests_created="Pull requests opened.",
        pull_requests_merged="Pull requests merged.",
        pull_requests_reviewed="Pull requests reviewed.",
        copilot_pull_requests_created="Of those opened, by Copilot.",
        copilot_pull_requests_merged="Of those merged, opened by Copilot.",
        copilot_pull_requests_reviewed="Of those reviewed, by Copilot.",
    ),
    *columns(
        "double",
        median_minutes_to_merge="Median time from opening to merge in minutes; null without a merge.",
    ),
)


def _sessions(prefix: str, where: str) -> Iterable[Column]:
    return columns(
        "bigint",
        **{
            f"{prefix}_session_count": f"Sessions in {where}; null when it was not used.",
            f"{prefix}_request_count": f"Model requests in {where}.",
            f"{prefix}_prompt_count": f"Prompts in {where}.",
            f"{prefix}_prompt_tokens": f"Input tokens in {where}, cached ones included.",
            f"{prefix}_output_tokens": f"Output tokens in {where}.",
        },
    )


USAGE_DAYS = Table(
    "usage_days",
    "usage_day_id",
    "One row per organisation or enterprise and day.",
    (
        *columns("text", usage_day_id="Hash of the report; it has one row."),
        *REPORT,
        *_ENTITY,
        *columns(
            "bigint",
            daily_active_users="People active on the day.",
            weekly_active_users="People active in the 7 days that end with it.",
            monthly_active_users="People active in the 28 days that end with it.",
            monthly_active_chat_users="Those of them who used chat.",
            monthly_active_agent_users="Those of them who used an editor's agent mode.",
            daily_active_cli_users="People active in Copilot CLI; null when there are none.",
            daily_active_app_users="People active in the Copilot app; null when there are none.",
            daily_active_cloud_agent_users="People for whom the cloud agent worked; null when unknown.",
            daily_active_code_review_users="People who asked for code reviews; null when unknown.",
        ),
        *_COUNTERS,
        *columns("double", ai_credits="AI credits used; 1 credit is 0.01 USD."),
        *_sessions("cli", "Copilot CLI"),
        *_sessions("app", "the Copilot app"),
        *_PULL_REQUESTS,
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

USER_DAYS = Table(
    "user_days",
    "user_day_id",
    "One row per scope, day and user of Copilot. A row does not say that the user was active.",
    (
        *columns("text", user_day_id="Hash of the report and the user's number."),
        *REPORT,
        *_ENTITY,
        *USER,
        *_COUNTERS,
        *columns(
            "bigint",
            completion_count="Of the generations, completions in an editor; null when not told.",
            accepted_completion_count="Of the acceptances, completions in an editor; null when not told.",
            agent_edit_count="Of the generations, edits by an editor's agent; null when not told.",
            chat_prompt_count="Of the prompts, those in an editor's chat of any mode; null when not told.",
        ),
        *columns("double", ai_credits="AI credits used, by billing data; 1 credit is 0.01 USD."),
        *columns(
            "bool",
            used_agent="Whether an editor's agent mode was used.",
            used_chat="Whether chat in an editor was used.",
            used_cli="Whether Copilot CLI was used.",
            used_cloud_agent="Whether the cloud agent worked for the user.",
            used_code_review="Whether the user asked for a code review.",
            used_app="Whether the Copilot app was used.",
        ),
        *columns("bigint", adoption_phase="GitHub's phase of adoption; 0 is none."),
        *_sessions("cli", "Copilot CLI"),
        *_sessions("app", "the Copilot app"),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

BREAKDOWNS = Table(
    "breakdowns",
    "breakdown_id",
    "One row per part of a usage or user report. Parts of different dimensions are of the same activity: "
    "never add them.",
    (
        *columns(
            "text", breakdown_id="Hash of the report, the user, the dimension and its values."
        ),
        *REPORT,
        *columns(
            "text",
            user_number="GitHub's number of the user; null for the scope as a whole.",
            dimension="`ide`, `feature`, `language_feature`, `language_model`, `model_feature`, "
            "`third_party_agent`, `skill`, `custom_agent`, `mcp`, `slash_command` or `plugin`.",
            name="Value of the dimension, the first of two.",
            second_name="Second value of a dimension of two; null otherwise.",
        ),
        *_COUNTERS,
        *columns(
            "bigint", session_count="Sessions of a third party's agent; null for other dimensions."
        ),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

TEAM_MEMBERS = Table(
    "team_members",
    "team_member_id",
    "One row per scope, day, user and team. Teams with fewer than five seats are not told.",
    (
        *columns("text", team_member_id="Hash of the report, the user's and the team's number."),
        *REPORT,
        *USER,
        *columns(
            "text",
            team_number="GitHub's number of the team.",
            team_slug="Name of the team as in addresses.",
        ),
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)

REPOSITORY_DAYS = Table(
    "repository_days",
    "repository_day_id",
    "One row per scope, day and repository with activity on pull requests.",
    (
        *columns("text", repository_day_id="Hash of the report and the repository's number."),
        *REPORT,
        *columns(
            "text",
            repository_number="GitHub's number of the repository.",
            repository_owner="Login of its owner when read.",
            repository_name="Its name when read.",
            visibility="`public`, `private` or `internal`.",
        ),
        *_PULL_REQUESTS,
        *PLACE,
        *FLAGS,
        *BATCH,
    ),
)
