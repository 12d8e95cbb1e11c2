"""Geometry of the page's charts: pure functions from numbers to positions in an SVG's view box.

Markup and colours belong to the templates and the style sheet, figures and their names to `graphs`.
"""
