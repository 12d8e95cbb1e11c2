"""The local web view: one overview page, drawn on the server from the current snapshot.

Everything here reads public marts and writes HTML. What a figure means is defined in the marts; what a
snapshot is, in `serving`. Nothing is stored, no script runs in the browser, and only this machine may ask.
"""
