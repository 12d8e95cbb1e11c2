"""Dashboards as files: what a board asks, in which places, and the SQL that a filter turns it into.

`documents` reads the files, `templates` says what they mean, `dates` and `binding` turn the values of
filters into SQL and parameters. Nothing here runs a query, draws a chart or knows a server.
"""
