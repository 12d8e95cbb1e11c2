select
    pull_request_key,
    sha
from {{ ref('base_github__pull_request_commits') }}
union
select
    pull_request_key,
    merge_commit_sha as sha
from {{ ref('stg_pull_requests') }}
where merge_commit_sha is not null
