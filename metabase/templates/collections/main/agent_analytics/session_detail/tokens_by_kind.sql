with sessions as (
    select *
    from marts.fct_agent_sessions
    where
        true
        [[and {{date}}]]
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
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
