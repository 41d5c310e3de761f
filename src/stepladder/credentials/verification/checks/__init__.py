"""The checks, one file each, in the order in which :mod:`stepladder.credentials.verification.verify` makes them."""
