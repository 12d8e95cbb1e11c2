{{snippet: team}}
[[and agent in (select agent from marts.dim_agents where {{agent}})]]
{{snippet: repository}}
