select
    replace(control, '_', ' ') as control,
    statement,
    state,
    passing_count / nullif(judged_count, 0) as passing_share,
    goal_share,
    judged_count
from marts.fct_compliance_controls
order by list_position(['failed', 'unknown', 'passed'], state), control
