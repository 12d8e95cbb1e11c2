-- Rule: records received = accepted + ignored + dead-lettered + rejected, per source and day.
-- Why: a difference means that records were lost or counted twice between reading and landing.
-- Not a violation: a line read again after its file was rewritten; it has an outcome again.
select *
from {{ ref('fct_ingestion_outcomes') }}
where received_count != accepted_count + ignored_count + dead_lettered_count + rejected_count
