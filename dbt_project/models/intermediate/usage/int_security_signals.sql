with events as (
    select
        event_id,
        event_name,
        agent,
        session_id,
        session_key,
        permission_mode,
        error_type,
        status_code,
        event_at,
        json_extract_string(attributes, '$.from_mode') as from_mode,
        json_extract_string(attributes, '$.to_mode') as to_mode,
        json_extract_string(attributes, '$.success') as success,
        json_extract_string(attributes, '$.error_category') as error_category,
        json_extract_string(attributes, '$."marketplace.is_official"') as is_official
    from {{ ref('stg_agent_events') }}
    where
        event_name in ('permission_mode_changed', 'auth', 'plugin_installed')
        and not is_copy
)

select
    event_id,
    agent,
    session_id,
    session_key,
    case event_name
        when 'auth' then 'authentication_failure'
        when 'permission_mode_changed' then 'permission_escalation'
        else 'unofficial_plugin'
    end as event_type,
    case
        when event_name != 'permission_mode_changed' then 'medium'
        when {{ permission_rank('to_mode') }} = 4 then 'high'
        when {{ permission_rank('to_mode') }} = 3 then 'medium'
        else 'low'
    end as severity,
    case event_name
        when 'auth' then coalesce(error_category, error_type, cast(status_code as varchar))
        when 'permission_mode_changed' then to_mode
    end as detail,
    event_at
from events
where
    case event_name
        when 'auth' then success = 'false'
        when 'permission_mode_changed'
            then
                {{ permission_rank('to_mode') }} >= 2
                and {{ permission_rank('to_mode') }}
                > coalesce({{ permission_rank('from_mode') }}, 1)
        else is_official = 'false'
    end
