with met as (
    select * from {{ ref('int_commit_lines__met') }}
),

-- Three lines of a session that stand together were brought from the file that it edited.
beside as (
    select
        *,
        coalesce(session_key, other_origin) as writer,
        lag(coalesce(session_key, other_origin), 1 ignore nulls) over in_run as writer_before,
        lag(coalesce(session_key, other_origin), 2 ignore nulls) over in_run as writer_before_that,
        lead(coalesce(session_key, other_origin), 1 ignore nulls) over in_run as writer_after,
        lead(coalesce(session_key, other_origin), 2 ignore nulls) over in_run as writer_after_that
    from met
    window in_run as (partition by commit_key, path_key, run order by line_number)
),

weighed as (
    select
        *,
        case
            when is_everyday or is_double then null
            when session_key is null then other_origin
            when
                is_same_path
                or (writer = writer_before and writer in (writer_before_that, writer_after))
                or (writer = writer_after and writer = writer_after_that)
                then session_key
        end as sure_origin,
        case
            when is_same_path or not is_everyday then coalesce(session_key, other_origin)
            else other_origin
        end as likely_origin
    from beside
),

-- A line that proves nothing belongs to the line before it in its run, else to the one after it; in
-- a file without any that does, to the session that edited the file.
judged as (
    select
        *,
        coalesce(
            sure_origin,
            if(
                count(sure_origin) over (partition by commit_key, path_key, run) = 0,
                likely_origin,
                null
            )
        ) as origin
    from weighed
),

known as (
    select
        *,
        if(origin is not null, if(origin = session_key, model, ''), null) as written_with
    from judged
),

unproven as (
    select
        commit_key,
        path_key
    from known
    group by commit_key, path_key
    having count(origin) = 0
),

settled as (
    select
        known.commit_key,
        coalesce(
            last_value(known.origin ignore nulls) over before,
            first_value(known.origin ignore nulls) over after,
            if(unproven.path_key is not null, known.likely_session_key, null),
            'unknown'
        ) as written_by,
        coalesce(
            last_value(known.written_with ignore nulls) over before,
            first_value(known.written_with ignore nulls) over after,
            known.model
        ) as written_with
    from known
    left join unproven
        on known.commit_key = unproven.commit_key and known.path_key = unproven.path_key
    window
        before as (
            partition by known.commit_key, known.path_key, known.run
            order by known.line_number
            rows between unbounded preceding and current row
        ),
        after as (
            partition by known.commit_key, known.path_key, known.run
            order by known.line_number
            rows between current row and unbounded following
        )
)

select
    {{ surrogate_key(['commit_key', 'written_by', 'written_with']) }} as commit_origin_key,
    commit_key,
    if(written_by in ('moved', 'human', 'unknown'), written_by, 'agent') as origin,
    if(written_by in ('moved', 'human', 'unknown'), null, written_by) as session_key,
    nullif(written_with, '') as model,
    count(*) as line_count
from settled
group by commit_key, written_by, written_with
