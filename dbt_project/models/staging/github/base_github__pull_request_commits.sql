with commits as (
    select * from {{ source('github', 'pull_request_commits') }}
),

pull_requests as (
    select * from {{ source('github', 'pull_requests') }}
)

select
    commits.pull_request_commit_id,
    commits.pull_request_id as pull_request_key,
    commits.sha,
    commits.author_email,
    commits.author_login,
    commits.author_number,
    commits.agent,
    commits.authored_at,
    commits.committed_at
from commits
-- What a force push took off the pull request was not seen when it was last read.
inner join pull_requests
    on
        commits.pull_request_id = pull_requests.pull_request_id
        and commits.read_at = pull_requests.read_at
