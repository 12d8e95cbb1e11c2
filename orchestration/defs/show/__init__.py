"""Assets that people look at."""
