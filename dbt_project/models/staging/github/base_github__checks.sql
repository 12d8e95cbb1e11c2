with checks as (
    select
        *,
        row_number() over (
            partition by hosted_repository_id, sha, app, name
            order by started_at desc nulls last, check_id desc
        ) as place
    from {{ source('github', 'checks') }}
)

-- A check that was run again counts by its last run.
select
    check_id,
    hosted_repository_id,
    sha,
    name,
    app,
    status,
    conclusion,
    started_at,
    completed_at
from checks
where place = 1
