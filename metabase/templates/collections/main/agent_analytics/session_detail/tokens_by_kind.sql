with sessions as (
    select fct_agent_sessions.*
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
        [[and {{session}}]]
)
,

totals as (
    select
        sum(input_tokens) as input_tokens,
        sum(cache_write_tokens) as cache_write_tokens,
        sum(cache_read_tokens) as cache_read_tokens,
        sum(output_tokens) as output_tokens
    from sessions
)

select
    'uncached input' as token_kind,
    input_tokens as token_count
from totals
union all
select
    'cache write' as token_kind,
    cache_write_tokens as token_count
from totals
union all
select
    'cache read' as token_kind,
    cache_read_tokens as token_count
from totals
union all
select
    'output' as token_kind,
    output_tokens as token_count
from totals
