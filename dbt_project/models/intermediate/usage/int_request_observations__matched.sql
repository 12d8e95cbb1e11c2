with observations as (
    select * from {{ ref('stg_agent_token_usage') }}
),

-- A proxy knows the answer's id only; the client's own record of the answer says whose it was.
answers as (
    select
        coalesce(message_id, request_id) as answer_id,
        min(agent) as agent,
        max(request_id) as request_id
    from observations
    where source_layer != 'proxy' and request_id is not null
    group by coalesce(message_id, request_id)
    having count(distinct agent) = 1
),

-- A proxy may answer by another model's name than it was asked for by; a client knows that one.
asked as (
    select distinct
        session_id,
        model
    from observations
    where source_layer != 'proxy' and session_id is not null and model is not null
),

identified as (
    select
        observations.* replace (
            coalesce(asked.model, observations.model) as model,
            case
                when observations.agent = 'litellm'
                    then coalesce(answers.agent, observations.agent)
                else observations.agent
            end as agent,
            case
                when observations.agent in (answers.agent, 'litellm')
                    then coalesce(observations.request_id, answers.request_id)
                else observations.request_id
            end as request_id
        )
    from observations
    -- One comparison of columns: anything else makes every observation meet every answer.
    left join answers
        on
            if(observations.source_layer = 'proxy', observations.message_id, null)
            = answers.answer_id
    left join asked
        on
            if(observations.source_layer = 'proxy', observations.session_id, null)
            = asked.session_id
            and {{ shared_model_name('observations.requested_model') }} = asked.model
),

named as (
    select
        *,
        -- Extra usage under another model carries its message's request id; the message goes first.
        row_number() over (
            partition by agent, source_layer, request_id
            order by length(message_id), message_id, usage_key
        ) as rank_in_request
    from identified
),

counted as (
    select
        *,
        request_id is not null and rank_in_request = 1 as is_named,
        count(*) filter (where rank_in_request = 1) over (
            partition by agent, request_id
        ) as layer_count
    from named
),

loose as (
    select
        *,
        {{ surrogate_key([
            'agent', 'session_id', 'model', 'input_tokens', 'cache_write_tokens',
            'cache_read_tokens', 'output_tokens',
        ]) }} as likeness_key
    from counted
    where not is_named or layer_count = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by likeness_key, source_layer
            order by requested_at, usage_key
        ) as occurrence
    from loose
),

paired as (
    select
        usage_key,
        count(*) over pair as pair_size,
        count(request_id) over pair as pair_named_count,
        max(request_id) over pair as pair_request_id,
        min(usage_key) over pair as pair_usage_key
    from numbered
    window pair as (partition by likeness_key, occurrence)
)

select
    counted.usage_key,
    counted.agent,
    case
        -- Two observations with ids of their own are two requests, however alike.
        when paired.pair_size > 1 and paired.pair_named_count <= 1
            then {{ surrogate_key(
                ['counted.agent', 'coalesce(paired.pair_request_id, paired.pair_usage_key)']
            ) }}
        when counted.is_named then {{ surrogate_key(['counted.agent', 'counted.request_id']) }}
        else {{ surrogate_key(['counted.agent', 'counted.usage_key']) }}
    end as request_key
from counted
left join paired on counted.usage_key = paired.usage_key
