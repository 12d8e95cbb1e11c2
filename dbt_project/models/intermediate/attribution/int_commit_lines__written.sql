with candidates as (
    select * from {{ ref('int_commit_lines__candidates') }}
),

attested as (
    select distinct
        commit_key,
        session_key
    from {{ ref('int_commits__attested') }}
),

counted as (
    select
        commit_key,
        session_key,
        count(*) as session_line_count
    from candidates
    group by commit_key, session_key
),

chosen as (
    select candidates.*
    from candidates
    inner join counted
        on
            candidates.commit_key = counted.commit_key
            and candidates.session_key = counted.session_key
    left join attested
        on
            candidates.commit_key = attested.commit_key
            and candidates.session_key = attested.session_key
    qualify row_number() over (
        partition by candidates.commit_key, candidates.path_key, candidates.line_key
        order by
            attested.commit_key is not null desc,
            counted.session_line_count desc,
            coalesce(candidates.is_same_developer, false) desc,
            candidates.written_at desc,
            candidates.session_key asc
    ) = 1
)

select
    commit_key,
    path_key,
    line_key,
    tool_call_key,
    session_key,
    model,
    written_at,
    is_same_path,
    is_common,
    first_value(commit_key) over (
        partition by tool_call_key, line_key, repository_key
        order by authored_at, committed_at, commit_key
    ) as first_commit_key,
    rank() over (
        partition by tool_call_key, line_key, repository_key
        order by authored_at
    ) = 1 as is_first
from chosen
