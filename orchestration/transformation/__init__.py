"""Running the dbt project inside this process, and knowing when that can be spared.

`project` finds the project and its manifest, `runs` calls dbt, `marks` remembers what the last build was
made from, `building` puts them together. What the models say is the dbt project's concern.
"""
