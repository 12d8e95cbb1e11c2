with changes as (
    select
        coalesce(fct_file_changes.file_extension, 'none') as file_extension,
        coalesce(fct_file_changes.is_assisted [[and {{agent}}]], false) as is_assisted,
        fct_file_changes.developer_key,
        fct_file_changes.changed_file_count,
        fct_file_changes.lines_added,
        fct_file_changes.lines_deleted
    from marts.fct_file_changes
    left join marts.dim_repositories
        on fct_file_changes.repository_key = dim_repositories.repository_key
    left join marts.dim_developers
        on fct_file_changes.developer_key = dim_developers.developer_key
    left join marts.dim_team_groups
        on dim_developers.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{repository}}]]
),

people as (
    select count(distinct developer_key) as people_count
    from changes
)

select
    changes.file_extension,
    sum(changes.changed_file_count) as changed_file_count,
    sum(changes.lines_added) as lines_added,
    sum(changes.lines_deleted) as lines_deleted,
    coalesce(sum(changes.changed_file_count) filter (where changes.is_assisted), 0)
    / sum(changes.changed_file_count) as assisted_file_share,
    coalesce(sum(changes.lines_added) filter (where changes.is_assisted), 0)
    / nullif(sum(changes.lines_added), 0) as assisted_line_share
from changes
cross join people
where people.people_count >= 5
group by changes.file_extension
order by changed_file_count desc, changes.file_extension asc
limit 30
