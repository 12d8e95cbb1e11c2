with stated as (
    select
        assumption,
        team,
        low,
        mid,
        high,
        'Stated by this installation.' as origin,
        1 as precedence
    from {{ source('company', 'assumptions') }}
    where not is_removed
    union all by name
    select
        *,
        2 as precedence
    from {{ ref('roi_assumptions') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by assumption, team
            order by precedence asc, low asc, mid asc, high asc
        ) as place
    from stated
)

select
    {{ surrogate_key(['assumption', 'team']) }} as assumption_key,
    assumption,
    team,
    low,
    mid,
    high,
    origin
from ranked
where place = 1
