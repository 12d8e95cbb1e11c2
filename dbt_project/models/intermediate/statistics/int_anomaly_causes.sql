{#- What usage and commits were on an odd day and on the same weekday of the four weeks before. -#}
with odd_dates as (
    select distinct odd_date from {{ ref('int_anomalies') }}
),

daily_usage as (
    select
        usage_date,
        sum(list_cost_microusd) as cost_microusd,
        sum(total_input_tokens + output_tokens) filter (where list_cost_microusd is not null)
            as priced_tokens,
        sum(cache_read_tokens) as cache_read_tokens,
        sum(total_input_tokens) as input_tokens,
        sum(request_count) as request_count
    from {{ ref('fct_daily_agent_usage') }}
    group by usage_date
),

commits as (
    select
        committed_date,
        count(*) as commit_count
    from {{ ref('fct_git_commits') }}
    group by committed_date
),

offsets as (
    select unnest([0, 1, 2, 3, 4]) as weeks_before
),

compared as (
    select
        odd_dates.odd_date,
        offsets.weeks_before,
        daily_usage.*,
        commits.commit_count
    from odd_dates
    cross join offsets
    left join daily_usage
        on odd_dates.odd_date - cast(7 * offsets.weeks_before as integer) = daily_usage.usage_date
    left join commits
        on odd_dates.odd_date - cast(7 * offsets.weeks_before as integer) = commits.committed_date
),

then_and_now as (
    select
        odd_date,
        coalesce(sum(request_count) filter (where weeks_before = 0), 0) as requests_now,
        coalesce(sum(request_count) filter (where weeks_before > 0), 0) / 4 as requests_then,
        coalesce(sum(commit_count) filter (where weeks_before = 0), 0) as commits_now,
        coalesce(sum(commit_count) filter (where weeks_before > 0), 0) / 4 as commits_then,
        sum(cost_microusd) filter (where weeks_before = 0)
        / sum(priced_tokens) filter (where weeks_before = 0) as cost_of_token_now,
        sum(cost_microusd) filter (where weeks_before > 0)
        / sum(priced_tokens) filter (where weeks_before > 0) as cost_of_token_then,
        sum(cache_read_tokens) filter (where weeks_before = 0)
        / sum(input_tokens) filter (where weeks_before = 0) as cached_now,
        sum(cache_read_tokens) filter (where weeks_before > 0)
        / sum(input_tokens) filter (where weeks_before > 0) as cached_then
    from compared
    group by odd_date
)

select
    odd_date,
    case
        -- People work and commit as ever, and their agents are not heard of.
        when requests_now * 2 <= requests_then and commits_now * 4 >= commits_then * 3
            then 'collection'
        when cached_now <= cached_then - 0.2 then 'cache'
        when cost_of_token_now >= cost_of_token_then * 1.3 then 'dearer_tokens'
        when cost_of_token_now * 1.3 <= cost_of_token_then then 'cheaper_tokens'
        when requests_now > requests_then then 'more_requests'
        when requests_now < requests_then then 'fewer_requests'
    end as cause
from then_and_now
