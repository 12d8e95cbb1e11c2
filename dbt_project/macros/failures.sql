{#- Why a request to a model failed: by its HTTP status, else by the words of the client or vendor. -#}
{% macro request_failure_type(error_type, status_code) -%}
    case
        when {{ status_code }} = 429 then 'rate_limit'
        when {{ status_code }} in (503, 529) then 'overloaded'
        when {{ status_code }} in (401, 403, 407) then 'authentication'
        when {{ status_code }} in (408, 504) then 'timeout'
        when {{ status_code }} between 400 and 499 then 'invalid_request'
        when {{ status_code }} between 500 and 599 then 'server_error'
        when {{ says(error_type, ['rate.?limit', 'quota', 'throttl', 'exhausted', 'too.?many']) }}
            then 'rate_limit'
        when {{ says(error_type, ['overload', 'capacity', 'unavailable']) }} then 'overloaded'
        when {{ says(error_type, ['auth', 'permission', 'forbidden', 'api.?key', 'login', 'credential']) }}
            then 'authentication'
        when {{ says(error_type, ['time.?out', 'timed.?out', 'deadline']) }} then 'timeout'
        when {{ says(error_type, ['invalid', 'bad.?request', 'not.?found', 'too.?large', 'context']) }}
            then 'invalid_request'
        when {{ says(error_type, ['connect', 'network', 'socket', 'dns', 'stream']) }} then 'network'
        when {{ says(error_type, ['server', 'internal', 'api.?error']) }} then 'server_error'
        else 'other'
    end
{%- endmacro %}

{#- Why a tool call was not let run, by who decided. -#}
{% macro denial_type(decision_source) -%}
    case
        when {{ decision_source }} = 'hook' then 'by_hook'
        when {{ decision_source }} in ('config', 'rule', 'policy') then 'by_rule'
        when {{ decision_source }} = 'classifier' then 'by_classifier'
        when {{ decision_source }} = 'user_abort' then 'cancelled'
        when starts_with({{ decision_source }}, 'user') then 'by_person'
        else 'other'
    end
{%- endmacro %}

{#- Whether a name contains one of some patterns, whatever its case; not when there is no name. -#}
{% macro says(name, patterns) -%}
    coalesce(regexp_matches({{ name }}, '{{ patterns | join("|") }}', 'i'), false)
{%- endmacro %}
