"""Secured formats that Stepladder knows by sight but does not claim: COSE and SD-JWT."""

from __future__ import annotations

import re

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys.multibase import base58_decode

# COSE_Sign1 is a CBOR array of four (RFC 9052, section 4.2), mostly under tag 18: the bytes d2 84. The array alone is
# 84, and its first entry is a byte string (40 … 5a). As text: base64(url), hexadecimal, or multibase of these.
_COSE_BYTES = re.compile(rb"\xd2\x84|\x84[\x40-\x5a]")
_COSE_TEXT = re.compile(rb"[um]?0o[Q-T][A-Za-z0-9_+/=-]+\Z|[fF]?[dD]284[0-9a-fA-F]+\Z")
_BASE58 = re.compile(rb"z[1-9A-HJ-NP-Za-km-z]{40,2000}\Z")
_SD_JWT = re.compile(rb"ey[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~")


def refuse_other_formats(data: bytes) -> None:
    """Raise UnsupportedError (``securing.cose``, ``securing.sd_jwt``) if these bytes are such a credential.

    ``data`` has no space around it. What is neither passes, whatever it is.
    """
    if _COSE_BYTES.match(data) or _COSE_TEXT.match(data) or _is_cose_base58(data):
        raise UnsupportedError(
            "The credential is secured with COSE, which Stepladder does not read",
            code="securing.cose",
            hint="Ask the issuer for it as a file with an embedded proof, or as a JWT.",
            spec="VC-JOSE-COSE, section 3.3",
        )
    if _SD_JWT.match(data):
        raise UnsupportedError(
            "The credential is an SD-JWT, which Stepladder does not read yet",
            code="securing.sd_jwt",
            hint="Ask the issuer for it as a file with an embedded proof, or as a JWT.",
            spec="VC-JOSE-COSE, section 3.2",
        )


def _is_cose_base58(data: bytes) -> bool:
    if not _BASE58.match(data):
        return False
    try:
        return _COSE_BYTES.match(base58_decode(data[1:].decode("ascii"))) is not None
    except MalformedCredentialError:
        return False
