"""A stand-in for the vendors' services, on loopback: serves the sample company as they would.

Built for the demo and the tests, which run the real sources against it over HTTP. It knows paging, versions,
budgets and failures; what it serves is decided by `ingestion.sample`.
"""
