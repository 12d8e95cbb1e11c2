with {{snippet: sessions}}

select sum(priced_request_count) / nullif(sum(request_count), 0) as priced_share
from sessions
