"""Assets that load sources into raw tables."""
