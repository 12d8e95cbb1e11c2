with {{snippet: sessions}}

select sum(list_cost_microusd) / 1e6 as list_cost_usd
from sessions
