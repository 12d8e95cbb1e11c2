"""What a repository says about the agents that worked on it.

`identities` is the table of addresses, names and trailers that agents leave; `evidence` and `notes` turn text
into claims with it. Which claim wins for a commit is SQL; reading repositories belongs to `ingestion`.
"""
