{#- A 32-digit hexadecimal key of some columns or expressions; nulls count as empty text. -#}
{% macro surrogate_key(parts) -%}
    md5(concat_ws('|', {% for part in parts %}coalesce(cast({{ part }} as varchar), ''){{ ", " if not loop.last }}{% endfor %}))
{%- endmacro %}

{#- Key of an agent's session; of an agent alone where its rows have no session. -#}
{% macro session_key(relation='') -%}
    {{ surrogate_key([relation ~ 'agent', relation ~ 'session_id']) }}
{%- endmacro %}

{#- Key of a provider's model; null when the model is unknown. -#}
{% macro model_key(relation='') -%}
    case
        when {{ relation }}model is not null
            then {{ surrogate_key([relation ~ 'provider', relation ~ 'model']) }}
    end
{%- endmacro %}

{#- Key of the person behind an account of a forge: who is known by number only is a person all the same. -#}
{% macro account_person_key(email, account_number) -%}
    case
        when {{ email }} is not null then {{ surrogate_key([email]) }}
        else {{ surrogate_key(["'github account'", account_number]) }}
    end
{%- endmacro %}
