with commits as (
    select
        commit_key,
        repository_key,
        sha,
        commit_type
    from {{ ref('fct_git_commits') }}
),

pull_requests as (
    select
        pull_request_key,
        {{ task_type('commit_type') }} as title_type,
        {{ branch_word('head_branch') }} as branch_word,
        labels
    from {{ ref('fct_pull_requests') }}
),

labels as (
    select
        pull_request_key,
        unnest(string_split(labels, ',')) as label_name
    from pull_requests
),

-- Labels that say two different things say nothing.
labelled as (
    select
        pull_request_key,
        min({{ task_type('label_name') }}) as label_type
    from labels
    group by pull_request_key
    having count(distinct {{ task_type('label_name') }}) = 1
),

proposed as (
    select * from {{ ref('int_pull_requests__commits') }}
),

-- A commit of several pull requests is of the kind they agree on.
told_by_pull_request as (
    select
        proposed.sha,
        pull_requests.title_type,
        labelled.label_type,
        {{ task_type('pull_requests.branch_word') }} as branch_type
    from proposed
    inner join pull_requests on proposed.pull_request_key = pull_requests.pull_request_key
    left join labelled on proposed.pull_request_key = labelled.pull_request_key
),

agreed as (
    select
        sha,
        case when min(title_type) = max(title_type) then min(title_type) end as title_type,
        case when min(label_type) = max(label_type) then min(label_type) end as label_type,
        case when min(branch_type) = max(branch_type) then min(branch_type) end as branch_type
    from told_by_pull_request
    group by sha
),

-- Paths are not known, only what files end with: that tells text from all else.
files as (
    select
        repository_key,
        sha,
        case
            when bool_and(coalesce(file_extension in ('adoc', 'md', 'mdx', 'rst'), false))
                then 'docs'
        end as file_type
    from {{ ref('base_git__commit_files') }}
    group by repository_key, sha
),

evidence as (
    select
        commits.commit_key,
        {{ task_type('commits.commit_type') }} as commit_type,
        agreed.title_type,
        agreed.label_type,
        agreed.branch_type,
        files.file_type
    from commits
    left join agreed on commits.sha = agreed.sha
    left join files on commits.repository_key = files.repository_key and commits.sha = files.sha
)

select
    commit_key,
    coalesce(commit_type, title_type, label_type, branch_type, file_type, 'unknown') as task_type,
    case
        when commit_type is not null then 'commit_type'
        when title_type is not null then 'pull_request_title'
        when label_type is not null then 'pull_request_label'
        when branch_type is not null then 'pull_request_branch'
        when file_type is not null then 'files'
    end as task_evidence
from evidence
