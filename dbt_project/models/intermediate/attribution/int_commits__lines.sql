with commits as (
    select
        commits.*,
        authors.developer_key
    from {{ ref('stg_git_commits') }} as commits
    left join {{ ref('int_git_authors__developer') }} as authors
        on commits.author_email = authors.author_email
    where not commits.is_merge
),

-- Whose agents show what they write, and when they were seen.
covered as (
    select
        developer_key,
        min(started_at) as covered_from,
        max(ended_at) + interval '{{ var("line_days") }} days' as covered_until
    from {{ ref('int_agent_sessions_enriched') }}
    where
        developer_key in (
            select written.developer_key from {{ ref('int_lines__written') }} as written
        )
    group by developer_key
),

files as (
    select
        repository_key,
        sha,
        coalesce(sum(lines_added) filter (where is_generated), 0) as generated_lines,
        coalesce(sum(
            (length(added_line_keys) - length(replace(added_line_keys, '~', ''))) // 8
        ) filter (where not is_generated), 0) as moved_lines
    from {{ ref('base_git__commit_files') }}
    group by repository_key, sha
),

claims as (
    select
        repository_key,
        sha,
        {{ total('line_count') }} as line_count
    from {{ ref('base_git__commit_claims') }}
    group by repository_key, sha
),

links as (
    select distinct commit_key from {{ ref('int_commit_links') }}
    where is_linked
),

origins as (
    select
        commit_key,
        coalesce(sum(line_count) filter (where origin = 'agent'), 0) as agent_lines,
        coalesce(sum(line_count) filter (where origin = 'human'), 0) as human_lines,
        coalesce(sum(line_count) filter (where origin = 'moved'), 0) as moved_lines
    from {{ ref('int_commit_lines__origin') }}
    group by commit_key
),

counted as (
    select
        commits.commit_key,
        commits.lines_added,
        coalesce(files.generated_lines, 0) as generated_lines,
        commits.lines_added - coalesce(files.generated_lines, 0) as ordinary_lines,
        -- What a revert brings back is as old as what it takes back.
        if(
            commits.is_revert,
            commits.lines_added - coalesce(files.generated_lines, 0),
            coalesce(origins.moved_lines, files.moved_lines, 0)
        ) as moved_lines,
        case
            when origins.agent_lines > 0 then origins.agent_lines
            -- A note says how many lines are an agent's where no client shows them.
            else coalesce(claims.line_count, 0)
        end as agent_lines,
        case
            when links.commit_key is not null then coalesce(origins.human_lines, 0)
            when claims.sha is null and covered.developer_key is not null then commits.lines_added
            else 0
        end as human_lines
    from commits
    left join files on commits.repository_key = files.repository_key and commits.sha = files.sha
    left join claims on commits.repository_key = claims.repository_key and commits.sha = claims.sha
    left join links on commits.commit_key = links.commit_key
    left join origins on commits.commit_key = origins.commit_key
    left join covered
        on
            commits.developer_key = covered.developer_key
            and commits.authored_at between covered.covered_from and covered.covered_until
),

-- No source may claim more lines than there are.
bounded as (
    select
        *,
        ordinary_lines - moved_lines as written_lines
    from counted
    where lines_added is not null
)

select
    commit_key,
    cast(least(agent_lines, written_lines) as bigint) as agent_lines,
    cast(least(human_lines, written_lines - least(agent_lines, written_lines)) as bigint)
        as human_lines,
    cast(greatest(written_lines - agent_lines - human_lines, 0) as bigint) as unknown_lines,
    cast(moved_lines as bigint) as moved_lines,
    cast(generated_lines as bigint) as generated_lines
from bounded
