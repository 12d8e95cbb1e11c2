with {{snippet: sessions}},

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
