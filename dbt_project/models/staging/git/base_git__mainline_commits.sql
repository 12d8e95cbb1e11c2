-- What a branch lost when its history was rewritten was listed before it began anew.
select distinct
    listed.repository_key,
    listed.sha
from {{ source('git', 'mainline_commits') }} as listed
inner join {{ source('git', 'repositories') }} as clones
    on
        listed.clone_key = clones.clone_key
        and listed.repository_key = clones.repository_key
        and listed.mainline_since = clones.mainline_since
