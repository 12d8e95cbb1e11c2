-- Who worked with an agent, and when; machines and accounts without a known person are left out.
people as (
    select
        activity_date,
        developer_key
    from marts.fct_developer_activity
    where
        is_resolved
        {{snippet: team_agent_repository}}
)
