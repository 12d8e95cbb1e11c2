with compared as (
    select
        fct_fair_comparison.*,
        coalesce(dim_agents.display_name, fct_fair_comparison.member) as shown_member,
        coalesce(others.display_name, fct_fair_comparison.reference) as shown_reference
    from marts.fct_fair_comparison
    left join marts.dim_agents
        on fct_fair_comparison.member = dim_agents.agent
    left join marts.dim_agents as others
        on fct_fair_comparison.reference = others.agent
    where fct_fair_comparison.kind = 'agent'
),

{{snippet: fair_differences}}
