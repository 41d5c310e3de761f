"""The W3C VC API (VCALM) for interoperability suites: issue and verify under one prefix for each way of securing.

Off unless ``STEPLADDER_VC_API`` is set. It signs whatever it is asked to with demo keys that nobody trusts, and asks
for no account: a thing for a test machine, never for an issuer. How: ``docs/how-to/run-interoperability-suites.md``.
"""
