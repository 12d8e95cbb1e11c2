with comparisons as (
    select * from {{ ref('int_fair_comparisons') }}
)

select
    {{ surrogate_key(['kind', 'member', 'outcome']) }} as fair_comparison_key,
    kind,
    member,
    reference,
    outcome,
    method,
    refusal,
    session_count,
    reference_session_count,
    compared_count,
    stratum_count,
    effective_count,
    raw_difference,
    estimate,
    low_95,
    high_95
from comparisons
