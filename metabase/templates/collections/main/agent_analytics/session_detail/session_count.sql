with {{snippet: sessions}}

select count(*) as session_count
from sessions
