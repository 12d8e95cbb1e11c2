"""What a model request costs at list price.

The price book is data: `published` reads the pinned `genai-prices` package, `feed` newer prices that were
fetched, `overrides` adds the few dated prices both lack, `multipliers` applies an installation's own factors;
`catalog` joins them and refuses contradictions. `cost` prices one request and is what the SQL is tested
against. Loading the book into the warehouse belongs to `ingestion`; costs people see are SQL.
"""
