select
    sum(dead_lettered_count + coalesce(rejected_count, 0))
    / nullif(sum(received_count), 0) as refused_share
from marts.fct_ingestion_outcomes
where true [[and {{date}}]]
