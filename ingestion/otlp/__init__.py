"""OpenTelemetry's wire formats and what each client means by its records.

`decode` turns bytes into neutral signals, `events` turns signals into rows of the raw tables. Files and
sockets that deliver the bytes belong to the sources.
"""
