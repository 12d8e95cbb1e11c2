"""One folder per source: where its input is, what it means, how it is loaded.

Each has `load(settings) -> LoadReport`, called with the writer lock held. No source may depend on
another.
"""
