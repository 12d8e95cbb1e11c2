"""What a model request costs at list price.

The price book is data: `published` reads the pinned `genai-prices` package, `overrides` adds the few dated
prices it lacks, `catalog` joins both and refuses contradictions. `cost` prices one request and is what the
SQL is tested against. Loading the book into the warehouse belongs to `ingestion`; costs people see are SQL.
"""
