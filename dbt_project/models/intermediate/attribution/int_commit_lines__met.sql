{{ config(materialized='view') }}

with places as (
    select * from {{ ref('int_commit_lines__placed') }}
),

links as (
    select * from {{ ref('int_commit_links') }}
    where is_linked
),

written as (
    select * from {{ ref('int_commit_lines__written') }}
),

matched as (
    select written.*
    from written
    inner join links
        on written.commit_key = links.commit_key and written.session_key = links.session_key
),

everyday as (
    select distinct
        commits.repository_key,
        written.line_key
    from written
    inner join {{ ref('stg_git_commits') }} as commits on written.commit_key = commits.commit_key
    where written.is_common
),

-- Of a line that stands in a file twice nobody knows which one was meant.
repeated as (
    select
        commit_key,
        path_key,
        line_key
    from places
    group by commit_key, path_key, line_key
    having count(*) > 1
),

-- Files that a linked session edited, as far as its client tells.
edited as (
    select
        links.commit_key,
        files.path_key,
        min(links.session_key) as session_key
    from links
    inner join {{ ref('stg_agent_sessions') }} as sessions
        on links.session_key = sessions.session_key
    inner join {{ ref('int_files__edited') }} as files
        on sessions.agent = files.agent and sessions.session_id = files.session_id
    group by links.commit_key, files.path_key
)

select
    places.commit_key,
    places.path_key,
    places.run,
    places.line_number,
    matched.session_key,
    coalesce(matched.session_key, edited.session_key) as likely_session_key,
    case when matched.session_key is not null then coalesce(matched.model, '') end as model,
    matched.is_same_path,
    everyday.line_key is not null as is_everyday,
    matched.session_key is not null and repeated.line_key is not null as is_double,
    -- What it is, unless the line of a session.
    case
        when places.line_key = '........' then null
        when places.line_key = '~~~~~~~~' then 'moved'
        -- An agent also writes through a shell, which shows no lines: only in a file that it
        -- edited otherwise, or in a commit that it did not make after running programs, a
        -- person must have written the rest.
        when places.shows_lines and (edited.path_key is not null or not places.may_hide_lines)
            then 'human'
        else 'unknown'
    end as other_origin
from places
left join matched
    on
        places.commit_key = matched.commit_key
        and places.path_key = matched.path_key
        and places.line_key = matched.line_key
left join repeated
    on
        places.commit_key = repeated.commit_key
        and places.path_key = repeated.path_key
        and places.line_key = repeated.line_key
left join edited
    on places.commit_key = edited.commit_key and places.path_key = edited.path_key
left join everyday
    on places.repository_key = everyday.repository_key and places.line_key = everyday.line_key
