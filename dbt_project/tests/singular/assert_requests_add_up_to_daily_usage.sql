-- Rule: daily usage holds every request once, with all its tokens and money.
-- Why: a join that fans out, or a key that merges two cells, would change a sum and nothing else.
-- Not a violation: null sums on both sides, where no request of the warehouse knows the value.
{% set measures = [
    'input_tokens', 'cache_write_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens',
    'cache_read_tokens', 'output_tokens', 'list_cost_microusd', 'reported_cost_microusd',
] %}

with requests as (
    select
        {% for measure in measures %}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        count(*) as request_count
    from {{ ref('fct_agent_requests') }}
),

daily as (
    select
        {% for measure in measures %}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        coalesce(sum(request_count), 0) as request_count
    from {{ ref('fct_daily_agent_usage') }}
)

select
    requests.request_count,
    daily.request_count as daily_request_count
from requests
cross join daily
where
    requests.request_count != daily.request_count
    {% for measure in measures %}
        or requests.{{ measure }} is distinct from daily.{{ measure }}
    {% endfor %}
