"""What coding agents cost and produce: settings, records, privacy, pricing, identity, attribution.

This package is the meaning of the data. It knows no dlt, no Dagster, no dbt and no HTTP; only its two
edges, `cli` and `web`, touch the outside.
"""
