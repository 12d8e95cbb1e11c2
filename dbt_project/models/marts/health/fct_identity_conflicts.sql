with evidence as (
    select * from {{ ref('fct_identity_evidence') }}
    where is_conflict
)

select
    {{ surrogate_key(['left_email', 'right_email']) }} as conflict_key,
    left_email,
    right_email,
    left_developer_key,
    right_developer_key,
    {{ comma_set('evidence_rule') }} as rules,
    {{ comma_set('refusal') }} as refusals,
    max(session_count) as session_count,
    max(commit_count) as commit_count
from evidence
group by left_email, right_email, left_developer_key, right_developer_key
