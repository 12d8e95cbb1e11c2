"""What may be kept of a record, and how the rest is reduced or dropped.

`policy` is data, `redact.apply_columns` alone enforces it, `pseudonyms` holds the keyed hashing,
`losses` what was not kept. Reading sources and writing rows belong to `ingestion`.
"""
