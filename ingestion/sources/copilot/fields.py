"""GitHub's names of the fields in usage reports, beside ours. Data only; how they are read is in `parse`."""

Dimensions = dict[str, tuple[str, str, str | None]]

COUNTERS = {
    "interaction_count": "user_initiated_interaction_count",
    "generation_count": "code_generation_activity_count",
    "acceptance_count": "code_acceptance_activity_count",
    "lines_suggested_to_add": "loc_suggested_to_add_sum",
    "lines_suggested_to_delete": "loc_suggested_to_delete_sum",
    "lines_added": "loc_added_sum",
    "lines_deleted": "loc_deleted_sum",
}

ACTIVE_USERS = {
    "daily_active_users": "daily_active_users",
    "weekly_active_users": "weekly_active_users",
    "monthly_active_users": "monthly_active_users",
    "monthly_active_chat_users": "monthly_active_chat_users",
    "monthly_active_agent_users": "monthly_active_agent_users",
    "daily_active_cli_users": "daily_active_cli_users",
    "daily_active_app_users": "daily_active_copilot_app_users",
    "daily_active_cloud_agent_users": "daily_active_copilot_cloud_agent_users",
    "daily_active_code_review_users": "daily_active_copilot_code_review_users",
}

USED = {
    "used_agent": "used_agent",
    "used_chat": "used_chat",
    "used_cli": "used_cli",
    "used_cloud_agent": "used_copilot_cloud_agent",
    "used_code_review": "used_copilot_code_review_active",
    "used_app": "used_copilot_app",
}

FEATURE_COUNTS = {
    "completion_count": ("code_completion", COUNTERS["generation_count"]),
    "accepted_completion_count": ("code_completion", COUNTERS["acceptance_count"]),
    "agent_edit_count": ("agent_edit", COUNTERS["generation_count"]),
    "chat_prompt_count": ("chat", COUNTERS["interaction_count"]),
}
"""Our columns of a user's features: kind of feature and GitHub's name; features of chat are told by mode."""

PULL_REQUESTS = {
    "pull_requests_created": "total_created",
    "pull_requests_merged": "total_merged",
    "pull_requests_reviewed": "total_reviewed",
    "copilot_pull_requests_created": "total_created_by_copilot",
    "copilot_pull_requests_merged": "total_merged_created_by_copilot",
    "copilot_pull_requests_reviewed": "total_reviewed_by_copilot",
    "median_minutes_to_merge": "median_minutes_to_merge",
}

USER_DIMENSIONS: Dimensions = {
    "third_party_agent": ("totals_by_3rd_party_agent", "agent_name", None),
}
"""Parts of a user's row that are kept as rows, by dimension: list, first and second name. Features become
columns; the others are kept for the scope as a whole only: for people they would be ten times the rows."""

DIMENSIONS: Dimensions = {
    "ide": ("totals_by_ide", "ide", None),
    "feature": ("totals_by_feature", "feature", None),
    **USER_DIMENSIONS,
    "language_feature": ("totals_by_language_feature", "language", "feature"),
    "language_model": ("totals_by_language_model", "language", "model"),
    "model_feature": ("totals_by_model_feature", "model", "feature"),
    "skill": ("totals_by_skill", "skill", None),
    "custom_agent": ("totals_by_custom_agent", "custom_agent", None),
    "mcp": ("totals_by_mcp", "mcp", None),
    "slash_command": ("totals_by_slash_cmd", "slash_cmd", None),
    "plugin": ("totals_by_plugin", "plugin", None),
}

_IN_EVERY_ROW = frozenset(
    {
        "day",
        "enterprise_id",
        "organization_id",
        "report_start_day",
        "report_end_day",
        "created_at",
        "etl_id",
        "day_partition",
        "entity_id_partition",
    }
)
_IN_ALL_ACTIVITY = frozenset(
    {
        *_IN_EVERY_ROW,
        *COUNTERS.values(),
        *(source for source, _, _ in DIMENSIONS.values()),
        *(
            f"distinct_{kind}_use_count"
            for kind in ("skill", "custom_agent", "mcp", "slash_cmd", "plugin")
        ),
        "ai_credits_used",
        "totals_by_cli",
        "totals_by_copilot_app",
        "totals_by_vscode_agent",
        "totals_by_ai_adoption_phase",
        "copilot_feature_engagement",
    }
)

KNOWN_OF_USERS = frozenset(
    {
        *_IN_ALL_ACTIVITY,
        *USED.values(),
        "user_id",
        "user_login",
        "used_copilot_coding_agent",
        "used_copilot_code_review_passive",
        "used_vscode_agent",
        "ai_adoption_phase",
    }
)
KNOWN_OF_USAGE = frozenset(
    {
        *_IN_ALL_ACTIVITY,
        *ACTIVE_USERS.values(),
        "pull_requests",
        *(
            f"{window}_active_{what}"
            for window in ("daily", "weekly", "monthly")
            for what in (
                "copilot_cloud_agent_users",
                "copilot_code_review_users",
                "cli_users",
                "copilot_app_users",
                "vscode_agent_users",
            )
        ),
        *(
            f"{window}_passive_copilot_code_review_users"
            for window in ("daily", "weekly", "monthly")
        ),
    }
)
KNOWN_OF_TEAMS = frozenset({*_IN_EVERY_ROW, "user_id", "user_login", "team_id", "slug"})
KNOWN_OF_REPOSITORIES = frozenset(
    {
        *_IN_EVERY_ROW,
        "repo_id",
        "repo_owner_name",
        "repo_name",
        "repo_visibility",
        "pull_requests",
        "pull_request_review_times",
    }
)
"""Fields that are kept or knowingly left, by kind of report; any other is counted as unknown."""
