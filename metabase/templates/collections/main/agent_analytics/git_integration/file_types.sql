with changes as (
    select
        coalesce(fct_file_changes.file_extension, 'none') as file_extension,
        coalesce(fct_file_changes.is_assisted [[and {{agent}}]], false) as is_assisted,
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
)

select
    file_extension,
    sum(changed_file_count) as changed_file_count,
    sum(lines_added) as lines_added,
    sum(lines_deleted) as lines_deleted,
    coalesce(sum(changed_file_count) filter (where is_assisted), 0)
    / sum(changed_file_count) as assisted_file_share,
    coalesce(sum(lines_added) filter (where is_assisted), 0)
    / nullif(sum(lines_added), 0) as assisted_line_share
from changes
group by file_extension
order by changed_file_count desc, file_extension asc
limit 30
