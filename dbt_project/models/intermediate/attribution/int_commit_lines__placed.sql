{{ config(materialized='view') }}

with shown as (
    select * from {{ ref('int_commits__shown') }}
),

commits as (
    select * from {{ ref('stg_git_commits') }}
),

runs as (
    select
        shown.commit_key,
        shown.may_hide_lines,
        shown.shows_lines,
        commits.repository_key,
        files.path_key,
        generate_subscripts(string_split(files.added_line_keys, '||||||||'), 1) as run,
        unnest(string_split(files.added_line_keys, '||||||||')) as added_line_keys
    from shown
    inner join commits on shown.commit_key = commits.commit_key
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    where not files.is_generated
)

select
    * exclude (added_line_keys),
    generate_subscripts({{ line_places('added_line_keys') }}, 1) as line_number,
    unnest({{ line_places('added_line_keys') }}) as line_key
from runs
