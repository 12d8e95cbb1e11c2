with authors as (
    select
        author_email,
        arg_max(author_name, committed_at) as author_name,
        min(committed_at) as first_committed_at,
        max(committed_at) as last_committed_at
    from {{ ref('stg_git_commits') }}
    where author_email is not null
    group by author_email
),

overrides as (
    select * from {{ ref('int_developer_aliases') }}
)

select
    authors.author_email,
    coalesce(overrides.email, authors.author_email) as email,
    {{ surrogate_key(['coalesce(overrides.email, authors.author_email)']) }} as developer_key,
    authors.author_name,
    authors.first_committed_at,
    authors.last_committed_at
from authors
left join overrides on authors.author_email = overrides.handle
