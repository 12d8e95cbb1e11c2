with prompts as (
    select
        *,
        {{ session_key() }} as session_key
    from {{ ref('stg_agent_prompts') }}
),

judged as (
    select
        *,
        bool_or(contains(layers, 'transcript')) over (
            partition by session_key
        ) as is_session_written
    from prompts
)

select * exclude (is_session_written)
from judged
-- Old clients report a prompt without the id that its transcript row has.
where
    message_uuid is not null
    or contains(layers, 'transcript')
    or not is_session_written
