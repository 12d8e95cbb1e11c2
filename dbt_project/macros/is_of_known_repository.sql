{#-
  Whether a row belongs to a repository as its clones name it now. A clone that gets a remote changes the identity
  of its repository and is read again; what was read under the old identity must not count beside it.
-#}
{% macro is_of_known_repository() -%}
    repository_key in (
        select clones.repository_key from {{ source('git', 'repositories') }} as clones
    )
{%- endmacro %}
