{#- Whether an address is a role's, a machine's or a placeholder rather than one person's. -#}
{% macro is_role_address(email) -%}
    regexp_matches(
        {{ email }},
        '^(admin|administrator|bot|build|builder|buildbot|ci|contact|deploy|deployer|dev|devops|developer'
        '|developers|engineering|github-actions|gitlab|hello|help|helpdesk|info|it|jenkins|mail|me|name'
        '|no-reply|no_reply|nobody|noreply|office|ops|platform|postmaster|release|renovate|root|runner|sales'
        '|security|service|support|sysadmin|system|team|test|tester|ubuntu|user|vagrant|webmaster|you)'
        '[0-9]*@'
        '|\[bot\]|-bot@|^bot-'
        '|@(localhost|[^@]*\.(local|localdomain|lan|internal|invalid|\(none\)))$'
        '|^[^@]*$'
    )
{%- endmacro %}

{#- What stands before the @, without an account's number or a tag. -#}
{% macro mailbox(email) -%}
    regexp_replace(regexp_extract({{ email }}, '^([^@]+)@', 1), '^[0-9]+\+|\+.*$', '')
{%- endmacro %}
