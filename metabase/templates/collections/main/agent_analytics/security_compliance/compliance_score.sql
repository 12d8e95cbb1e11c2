select
    count(*) filter (where state = 'passed')
    / nullif(count(*) filter (where state in ('passed', 'failed')), 0) as passed_share
from marts.fct_compliance_controls
