"""Assets that dbt builds from raw tables."""
