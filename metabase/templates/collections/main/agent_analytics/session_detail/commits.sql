with {{snippet: sessions}},

commits as (
    select
        commits.*,
        dim_repositories.repository_name
    from marts.fct_git_commits as commits
    inner join sessions on commits.session_key = sessions.session_key
    left join marts.dim_repositories
        on commits.repository_key = dim_repositories.repository_key
)

select
    committed_at,
    repository_name,
    left(sha, 10) as short_sha,
    session_id,
    left(session_id, 13) as short_session_id,
    replace(method, '_', ' ') as method,
    session_confidence,
    lines_added,
    lines_deleted,
    link_lead_seconds
from commits
order by committed_at desc, sha asc
limit 200
