with evidence as (
    select * from {{ ref('int_request_evidence') }}
),

requests as (
    select
        request_key,
        agent,
        request_date
    from {{ ref('int_agent_requests_enriched') }}
)

select
    {{ surrogate_key([
        'requests.request_date', 'requests.agent', 'evidence.source', 'evidence.source_layer',
        'evidence.verdict',
    ]) }} as request_records_key,
    requests.request_date,
    requests.agent,
    evidence.source,
    evidence.source_layer,
    evidence.verdict,
    count(*) as record_count,
    {{ total('evidence.input_tokens') }} as input_tokens,
    {{ total('evidence.cache_write_tokens') }} as cache_write_tokens,
    {{ total('evidence.cache_read_tokens') }} as cache_read_tokens,
    {{ total('evidence.output_tokens') }} as output_tokens
from evidence
inner join requests on evidence.request_key = requests.request_key
group by
    requests.request_date,
    requests.agent,
    evidence.source,
    evidence.source_layer,
    evidence.verdict
