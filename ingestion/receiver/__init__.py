"""The receiver: telemetry and hooks over HTTP and gRPC on loopback, acknowledged when they are safe.

A request goes through these in order: `admission` (may it come in), `bodies` (bounded unpacking), `intake`
(decode, redact, count), `committer` (append and sync together with others), `answers` (what OTLP says to
reply). `http` and `rpc` are the two doors, `server` starts and stops them.
"""
