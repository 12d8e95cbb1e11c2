{{snippet: sessions}},

-- The newest of them, or the one session that a filter names.
chosen as (
    select *
    from sessions
    order by started_at desc, session_key asc
    limit 1
)
