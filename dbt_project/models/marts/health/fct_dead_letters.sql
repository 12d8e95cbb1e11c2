with letters as (
    select * from {{ ref('stg_dead_letters') }}
)

select
    dead_letter_id as dead_letter_key,
    source,
    file_key,
    reason,
    detail,
    file_offset,
    byte_length,
    read_at,
    {{ local_date('read_at') }} as read_date
from letters
