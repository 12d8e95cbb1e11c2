{#- Kind of work that a conventional type or the first word of a branch or label names; null for others. -#}
{% macro task_type(word) -%}
    case
        when {{ word }} in ('feat', 'feature', 'features', 'enhancement') then 'feature'
        when {{ word }} in ('fix', 'bug', 'bugfix', 'hotfix') then 'fix'
        when {{ word }} in ('refactor', 'refactoring', 'perf', 'performance', 'style') then 'refactor'
        when {{ word }} in ('doc', 'docs', 'documentation') then 'docs'
        when {{ word }} in ('test', 'tests', 'testing') then 'test'
        when {{ word }} in ('chore', 'build', 'ci', 'deps', 'dependencies', 'revert', 'release')
            then 'chore'
        when {{ word }} in ('dependabot', 'renovate') then 'chore'
    end
{%- endmacro %}

{#- First word of a branch, in lower case: `feat` of `feat/cart`; empty when the branch has one word alone. -#}
{% macro branch_word(branch) -%}
    lower(regexp_extract({{ branch }}, '^([A-Za-z]+)[/_-]', 1))
{%- endmacro %}
