"""The view: dashboards as files, and what brings them into a running Metabase and back.

`documents` reads and writes the files, `lint` judges them. `client` speaks HTTP, `resolve` knows what the
database behind Metabase holds, `portable` translates between names and one instance's numbers, `plan` says
what would change, `apply` changes it, `export` turns what is there into files again. What a card means, and
how it is drawn elsewhere, belongs to `agent_analytics.dashboards`.
"""
