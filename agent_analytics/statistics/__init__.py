"""Estimates with their uncertainty, as pure functions of arrays; or the reason why there is none.

Every function takes NumPy arrays or plain values and returns frozen values: estimate, low, high, the number
of observations behind it, the method, or a refusal. What the numbers mean is decided in the models that
call these; reading tables, settings and files belongs elsewhere. `refusals` is imported before NumPy is, so
that an installation with little data pays nothing.
"""
