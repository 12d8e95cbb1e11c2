"""The door: sources that turn files and APIs into validated raw tables, and the sample company.

Everything that enters the warehouse passes `ingestion.landing`. Nothing here knows Dagster or SQL models.
"""
