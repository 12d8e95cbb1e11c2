select
    coalesce(replace(method, '_', ' '), 'nobody named') as method,
    sum(resolved_session_count) as resolved_count,
    sum(session_count) - sum(resolved_session_count) as unresolved_count
from marts.fct_identity_match
where
    true
    [[and {{date}}]]
    [[and {{agent}}]]
group by method
order by sum(session_count) desc, method asc
