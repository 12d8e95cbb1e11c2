{{ config(materialized='incremental', incremental_strategy='append') }}

-- depends_on: {{ ref('stg_agent_sessions') }}
-- depends_on: {{ ref('stg_agent_prompts') }}
-- depends_on: {{ ref('stg_agent_token_usage') }}
-- depends_on: {{ ref('stg_agent_tool_calls') }}
-- depends_on: {{ ref('stg_agent_errors') }}

select
    batch_id,
    current_timestamp as built_at
from {{ ref('base_agents__unseen_batches') }}
