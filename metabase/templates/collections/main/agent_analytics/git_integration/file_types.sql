with changes as (
    select
        coalesce(file_extension, 'none') as file_extension,
        coalesce(is_assisted [[and {{agent}}]], false) as is_assisted,
        developer_key,
        changed_file_count,
        lines_added,
        lines_deleted
    from marts.fct_file_changes
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        {{snippet: repository}}
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
where people.people_count >= {{snippet: fewest_people}}
group by changes.file_extension
order by changed_file_count desc, changes.file_extension asc
limit 30
