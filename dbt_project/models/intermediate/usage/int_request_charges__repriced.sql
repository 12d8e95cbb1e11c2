{{ priced_charges(ref('int_request_charges__affected'), ref('stg_replaced_prices')) }}
