"""The clock: Dagster assets, schedules and checks over the loaders, the models and the snapshot.

No parsing, no SQL and no arithmetic belong here; those live in `ingestion`, `dbt_project` and the meaning.
"""
