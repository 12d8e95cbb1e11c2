"""Cards as values: what a template's answer becomes on a page, one module for each way of showing it.

Numbers are words here and positions come from `charts`; the HTML is the templates' work.
"""
