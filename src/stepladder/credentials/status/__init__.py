"""Revocation, suspension and messages: Bitstring Status Lists 1.0 made and read, and older lists read."""

from stepladder.credentials.status.bitstring import (
    MINIMUM_LENGTH,
    decode_list,
    encode_list,
    encode_values,
    read_value,
)
from stepladder.credentials.status.entries import StatusEntry, status_entry
from stepladder.credentials.status.lists import StatusFinding, build_status_list, check_entry
from stepladder.credentials.status.revocation_lists import Revocation, check_revocation_list

__all__ = [
    "MINIMUM_LENGTH",
    "Revocation",
    "StatusEntry",
    "StatusFinding",
    "build_status_list",
    "check_entry",
    "check_revocation_list",
    "decode_list",
    "encode_list",
    "encode_values",
    "read_value",
    "status_entry",
]
