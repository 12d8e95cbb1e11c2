select
    source,
    sum(received_count) as received_count,
    sum(accepted_count) as accepted_count,
    sum(ignored_count) as ignored_count,
    sum(dead_lettered_count) as dead_lettered_count,
    sum(coalesce(rejected_count, 0)) as rejected_count,
    sum(flagged_count) as flagged_count,
    sum(accepted_count) / nullif(sum(received_count), 0) as accepted_share
from marts.fct_ingestion_outcomes
where true [[and {{date}}]]
group by source
order by dead_lettered_count desc, received_count desc, source asc
