"""Revocation and suspension: Bitstring Status Lists 1.0, made and read."""

from stepladder.credentials.status.bitstring import MINIMUM_LENGTH, decode_list, encode_list
from stepladder.credentials.status.entries import StatusEntry, status_entry
from stepladder.credentials.status.lists import StatusFinding, build_status_list, check_entry

__all__ = [
    "MINIMUM_LENGTH",
    "StatusEntry",
    "StatusFinding",
    "build_status_list",
    "check_entry",
    "decode_list",
    "encode_list",
    "status_entry",
]
