"""Assets that readers use."""
