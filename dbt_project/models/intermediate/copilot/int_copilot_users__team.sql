with members as (
    select distinct
        report_date,
        user_number,
        team_number,
        team_slug
    from {{ ref('stg_copilot_team_members') }}
    where team_slug is not null
),

sized as (
    select
        *,
        count(*) over (partition by report_date, team_number) as member_count
    from members
),

-- Of several teams the smallest says most; a seat's team says only where the seat came from.
named as (
    select
        user_number,
        arg_min(team_slug, (-epoch(report_date), member_count, team_slug)) as team
    from sized
    group by user_number
),

granted as (
    select
        user_number,
        arg_max(team_slug, (report_date, seat_key)) as team
    from {{ ref('stg_copilot_seats') }}
    where user_number is not null and team_slug is not null
    group by user_number
)

select
    coalesce(named.user_number, granted.user_number) as user_number,
    coalesce(named.team, granted.team) as team
from named
full join granted on named.user_number = granted.user_number
