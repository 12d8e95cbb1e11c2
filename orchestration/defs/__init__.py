"""Assets by what they do: ingest, transform, publish."""
