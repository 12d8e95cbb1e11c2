-- Somebody without a known address may be counted already under one, and is nobody here.
case
    when developer_key in (select developer_key from marts.dim_developers where is_resolved)
        then developer_key
end
