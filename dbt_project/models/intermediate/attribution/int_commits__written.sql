with matched as (
    select * from {{ ref('int_commit_lines__written') }}
    where not is_common
),

commits as (
    select
        commits.commit_key,
        sum(len(list_distinct({{ line_keys('files.added_line_keys') }}))) as line_count
    from {{ ref('stg_git_commits') }} as commits
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    where commits.commit_key in (select matched.commit_key from matched)
    group by commits.commit_key
),

firsts as (
    select
        commit_key,
        count(*) as line_count
    from matched
    where is_first
    group by commit_key
),

-- A squashed or cherry-picked commit holds nearly all that an earlier one brought; a later change
-- of the same place, or a line that is moved on, does not.
copies as (
    select
        matched.commit_key,
        matched.first_commit_key
    from matched
    inner join firsts on matched.first_commit_key = firsts.commit_key
    where not matched.is_first
    group by matched.commit_key, matched.first_commit_key
    having count(*) >= 0.8 * any_value(firsts.line_count)
),

counted as (
    select matched.*
    from matched
    left join copies
        on
            matched.commit_key = copies.commit_key
            and matched.first_commit_key = copies.first_commit_key
    where matched.is_first or copies.commit_key is not null
)

select
    {{ surrogate_key(['counted.commit_key', 'counted.session_key']) }} as link_key,
    counted.commit_key,
    counted.session_key,
    count(distinct counted.line_key) as line_count,
    count(*) / any_value(commits.line_count) as matched_share,
    bool_or(counted.is_same_path) as is_same_path,
    not bool_or(counted.is_first) as is_copy,
    max(counted.written_at) as last_edited_at
from counted
inner join commits on counted.commit_key = commits.commit_key
group by counted.commit_key, counted.session_key
