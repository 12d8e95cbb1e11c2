with requests as (
    select
        request_key,
        coalesce(model, 'unknown') as model
    from marts.fct_agent_requests
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and {{model}}]]
),

violations as (
    select distinct subject_key
    from marts.fct_policy_violations
    where rule = 'allow_model'
),

rules as (
    select count(*) > 0 as has_list
    from marts.dim_policy_rules
    where rule = 'allow_model'
)

select
    requests.model,
    count(*) as request_count,
    case
        when not any_value(rules.has_list) then 'no rule says'
        when count(violations.subject_key) = 0 then 'allowed'
        else 'not allowed'
    end as verdict,
    case
        when any_value(rules.has_list) then 1 - count(violations.subject_key) / count(*)
    end as allowed_share
from requests
cross join rules
left join violations on requests.request_key = violations.subject_key
group by requests.model
order by request_count desc, requests.model asc
limit 50
