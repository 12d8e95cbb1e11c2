{{ priced_charges(ref('int_request_charges__metered'), ref('stg_prices')) }}
