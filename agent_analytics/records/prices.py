"""The price book: one row per price and its validity."""

from agent_analytics.records.shape import Table, columns

PRICES = Table(
    "prices",
    "book_price_id",
    "One row per price book and price: provider, model, kind of token, context band, mode and validity. The "
    "prices in force are those of the newest batch; older books stay whole.",
    (
        *columns(
            "text",
            book_price_id="Hash of the whole book and the price.",
            price_id="Hash of everything the row says about the price.",
            provider="Who bills it, e.g. `anthropic`.",
            price_model="Model the price belongs to, by the price book's name.",
            model_pattern="Regular expression over lower-case model names that use this price, whole match.",
            token_kind="`input`, `cache_write_5m`, `cache_write_1h`, `cache_read`, `output` or `web_search`.",
            speed="`standard` or `fast`.",
            service_tier="`standard`, `batch`, `priority`, `flex` or `fast`.",
            inference_geo="`any`, or the region whose requests cost differently, e.g. `us`.",
        ),
        *columns(
            "bigint",
            context_over_tokens="The price applies when all input tokens together exceed this; 0 is the base.",
            pattern_rank="Order in which patterns are tried within a provider, smallest first.",
        ),
        *columns(
            "timestamp",
            valid_from="First instant the price holds (UTC); null is from the beginning.",
            valid_to="First instant it no longer holds (UTC); null is open.",
        ),
        *columns(
            "decimal", microusd_per_unit="Micro-USD per token, or per search for `web_search`."
        ),
        *columns(
            "text",
            origin="Where the price comes from, with its version.",
            verified_on="Day the price was last checked, ISO; null when the origin does not say.",
            batch_id="Load batch that wrote the row.",
        ),
    ),
)
