with reverts as (
    select
        repository_key,
        reverted_sha,
        min(committed_at) as reverted_at
    from {{ ref('int_commits_with_agent_context') }}
    where reverted_sha is not null
    group by repository_key, reverted_sha
),

commits as (
    select
        commits.*,
        reverts.reverted_at,
        survived.tracked_lines,
        survived.survived_7_days_lines,
        survived.survived_30_days_lines,
        counted.agent_lines,
        counted.human_lines,
        counted.unknown_lines,
        counted.moved_lines,
        counted.generated_lines,
        authors.team
    from {{ ref('int_commits_with_agent_context') }} as commits
    left join {{ ref('int_commits__lines') }} as counted
        on commits.commit_key = counted.commit_key
    left join {{ ref('int_commits__survived') }} as survived
        on commits.commit_key = survived.commit_key
    left join {{ ref('dim_developers') }} as authors
        on commits.developer_key = authors.developer_key
    left join reverts
        on
            commits.repository_key = reverts.repository_key
            and commits.sha = reverts.reverted_sha
)

select
    -- ids
    commit_key,
    repository_key,
    sha,
    developer_key,
    session_key,
    session_id,
    -- categories
    team,
    agent,
    method,
    claim_kind,
    commit_type,
    flags,
    is_merge,
    is_revert,
    is_superseded,
    not is_merge and (is_linked or claim_kind is not null) as is_assisted,
    -- measures
    cast(confidence as double) as confidence,
    cast(session_confidence as double) as session_confidence,
    file_count,
    lines_added,
    lines_deleted,
    agent_lines,
    human_lines,
    unknown_lines,
    moved_lines,
    generated_lines,
    tracked_lines,
    survived_7_days_lines,
    survived_30_days_lines,
    if(is_linked, date_diff('second', last_edited_at, committed_at), null) as link_lead_seconds,
    -- times
    reverted_at,
    authored_at,
    committed_at,
    {{ local_date('committed_at') }} as committed_date
from commits
