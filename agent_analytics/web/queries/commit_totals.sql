-- Commits of the period and of the one before, and how many an agent had a hand in.
select
    committed_date >= $first_day as is_now,
    count(*) as commit_count,
    count(*) filter (where is_assisted) as assisted_commit_count
from marts.fct_git_commits
where committed_date between $before_first_day and $last_day
group by is_now
