"""Faults that must not hurt, 13, 14, 17, 18 and 24: status lists and pictures."""

from __future__ import annotations

import gzip
import json
import struct
import time
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, VerificationReport, bake, inspect, issue, unbake
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.status import build_status_list, decode_list, encode_list, status_entry
from stepladder.credentials.status.bitstring import read_value

if TYPE_CHECKING:
    from pathlib import Path

LIST = "https://badges.example.edu/status/3"
SIGNER = InMemorySigner(bytes(range(32)))


def signed_list(*indexes: int, signer: InMemorySigner = SIGNER, purpose: str = "revocation", **subject: Any) -> bytes:
    document = build_status_list(id=LIST, issuer=signer.controller, purpose=purpose, indexes=indexes, valid_from=AT)
    document["credentialSubject"].update(subject)
    return issue(document, signer=signer, created=AT).original


def look(status: Any, *lists: bytes, at: datetime = AT, **policy: Any) -> VerificationReport:
    entries = status if isinstance(status, list) else [status]
    credential = issue(build(SIGNER, status=entries), signer=SIGNER, created=AT)
    resolver = DocumentResolver(status_lists=lists)
    return inspect(credential, resolver=resolver, at=at, policy=VerificationPolicy(**policy))


def test_a_clear_a_revoked_and_a_suspended_credential() -> None:
    revocation, suspension = status_entry(LIST, 94_567), status_entry(LIST, 7, "suspension")
    assert look(revocation, signed_list(94_566, 94_568)).verdict == "authentic"
    revoked = look(revocation, signed_list(94_567))
    assert (revoked.verdict, revoked.exit_code, revoked.check("status").code) == ("revoked", 1, "status.revoked")
    assert look(suspension, signed_list(7, purpose="suspension")).verdict == "suspended"
    assert look(suspension, signed_list(8, purpose="suspension")).verdict == "authentic"


def test_without_the_list_the_status_could_not_be_checked() -> None:
    report = look(status_entry(LIST, 1))
    assert (report.verdict, report.exit_code, report.check("status").code) == ("could_not_check", 3, "resolve.offline")
    assert report.check("proof").outcome == "passed"


def test_fault_13_a_gzip_bomb_is_cut_and_never_valid() -> None:
    packed = gzip.compress(bytes(200_000_000), compresslevel=9)
    assert len(packed) < 200_000
    start = time.process_time()
    report = look(status_entry(LIST, 1), signed_list(encodedList="u" + base64url_encode(packed)))
    assert time.process_time() - start < 1
    assert (report.verdict, report.check("status").code) == ("could_not_check", "status.list_too_large")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"statusListIndex": "131072"}, "status.range_error"),
        ({"statusListIndex": "-1"}, "status.malformed_entry"),
        ({"statusListIndex": "1e3"}, "status.malformed_entry"),
        ({"statusListIndex": " 1"}, "status.malformed_entry"),
        ({"statusListIndex": "٣"}, "status.malformed_entry"),
        ({"statusPurpose": "suspension"}, "status.wrong_purpose"),
    ],
)
def test_fault_14_a_wrong_entry_has_its_own_error(entry: dict[str, str], code: str) -> None:
    report = look(status_entry(LIST, 1) | entry, signed_list(2))
    assert (report.verdict, report.check("status").code) == ("could_not_check", code)


def test_fault_14_a_wrong_list_has_its_own_error(stranger: InMemorySigner) -> None:
    entry = status_entry(LIST, 1)
    short = "u" + base64url_encode(gzip.compress(bytes(1000)))
    altered = json.loads(signed_list(1))
    altered["credentialSubject"]["encodedList"] = encode_list([])
    unsigned = build_status_list(id=LIST, issuer=SIGNER.controller, purpose="revocation", indexes=[], valid_from=AT)
    for data, code in (
        (signed_list(encodedList=short), "status.length_error"),
        (signed_list(encodedList="u***"), "status.list_malformed"),
        (signed_list(encodedList="uAAAA"), "status.list_malformed"),
        (signed_list(signer=stranger), "status.other_issuer"),
        (json.dumps(altered).encode(), "status.list_altered"),
        (json.dumps(unsigned).encode(), "status.list_unsigned"),
    ):
        report = look(entry, data)
        assert (report.verdict, report.check("status").code) == ("could_not_check", code)


def test_fault_17_checking_offline_asks_for_nothing_and_online_only_for_the_list() -> None:
    asked = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return signed_list(5)

    credential = issue(build(SIGNER, status=[status_entry(LIST, 4)]), signer=SIGNER, created=AT)
    inspect(credential, resolver=DocumentResolver(), at=AT)
    assert asked == []
    assert inspect(credential, resolver=DocumentResolver(fetch=fetch, clock=lambda: AT), at=AT).verdict == "authentic"
    assert asked == [LIST]


def test_fault_18_the_age_of_a_list_is_told_and_the_policy_decides() -> None:
    later = AT + timedelta(days=3)
    entry = status_entry(LIST, 1)
    report = look(entry, signed_list(2), at=later)
    assert report.verdict == "authentic"
    assert report.status_checked_at == AT
    assert "as of 2026-03-01T12:00:00Z" in report.check("status").message
    old = look(entry, signed_list(2), at=later, max_status_age=timedelta(days=1))
    assert (old.verdict, old.exit_code) == ("status_too_old", 3)
    assert look(entry, signed_list(1), at=later, max_status_age=timedelta(days=1)).verdict == "revoked"


def test_messages_of_several_bits_are_told() -> None:
    bits = bytearray(131_072 // 4)
    bits[0] = 0b00_01_10_11
    encoded = "u" + base64url_encode(gzip.compress(bytes(bits)))
    assert [read_value(bytes(bits), index, 2) for index in range(4)] == [0, 1, 2, 3]
    entry = status_entry(LIST, 2, "message") | {
        "statusSize": 2,
        "statusMessage": [
            {"status": "0x0", "message": "fine"},
            {"status": "0x1", "message": "asked"},
            {"status": "0x2", "message": "pending review"},
            {"status": "0x3", "message": "other"},
        ],
    }
    report = look(entry, signed_list(purpose="message", encodedList=encoded))
    assert report.verdict == "authentic", report.as_dict()
    assert "pending review" in report.check("status").message


def test_bits_come_back_as_they_went_in() -> None:
    bits = decode_list(encode_list([0, 7, 8, 131_071]))
    assert (bits[0], bits[1], bits[-1]) == (0x81, 0x80, 0x01)
    for bad in (-1, 131_072):
        with pytest.raises(MalformedCredentialError, match="no entry"):
            encode_list([bad])


# ---------------------------------------------------------------- pictures


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes, width: int = 1, height: int = 1) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + body + chunk(b"IEND", b"")


TEXT = b"openbadgecredential\0\0\0\0\0"
SVG = b'<?xml version="1.0"?>\n<!-- <svg> --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect/></svg>'


@pytest.mark.parametrize(
    "image", [png(), SVG, b'<svg xmlns="http://www.w3.org/2000/svg"/>'], ids=["png", "svg", "empty svg"]
)
def test_what_is_baked_comes_out_byte_for_byte_and_holds(image: bytes) -> None:
    credential = issue(build(SIGNER, name="]]> & <Ünïversity>"), signer=SIGNER, created=AT)
    baked = bake(image, credential.original)
    assert unbake(baked) == credential.original
    report = inspect(baked, resolver=DocumentResolver(), at=AT)
    assert report.verdict == "authentic"
    assert report.credential is not None
    assert report.credential.container == ("png" if image.startswith(b"\x89") else "svg")
    with pytest.raises(MalformedCredentialError) as refused:
        bake(baked, credential.original)
    assert refused.value.code == "baking.already_baked"


@pytest.mark.parametrize("image", [png(), SVG], ids=["png", "svg"])
@pytest.mark.parametrize(
    "credential",
    [b'{"a": 1}\n', b'\r\n {"a":\r\n 1}\r\n', b'{"a": "]]>"}\n', b'{"a": "]]></"}\r', b'{\t"a": 1\n}\n\n'],
    ids=range(5),
)
def test_white_space_and_line_ends_come_out_as_they_went_in(image: bytes, credential: bytes) -> None:
    assert unbake(bake(image, credential)) == credential


@pytest.mark.parametrize(
    "credential", [b"", b"hello", b'"><script>x</script>', b"[1]", b"\xef\xbb\xbf{}", b"a.b", b"\x89PNG"]
)
@pytest.mark.parametrize("image", [png(), SVG], ids=["png", "svg"])
def test_only_a_credential_is_baked(image: bytes, credential: bytes) -> None:
    with pytest.raises(MalformedCredentialError) as refused:
        bake(image, credential)
    assert refused.value.code == "baking.not_a_credential"


def test_a_token_is_baked_into_an_svg_as_an_attribute() -> None:
    assert b'verify="eyJ.eyJ.c2ln"' in bake(SVG, b"eyJ.eyJ.c2ln")
    assert unbake(bake(SVG, b"eyJ.eyJ.c2ln")) == b"eyJ.eyJ.c2ln"


def test_the_picture_itself_is_not_touched() -> None:
    baked = bake(png(), b"{}")
    assert baked.replace(chunk(b"iTXt", TEXT + b"{}"), b"") == png()


@pytest.mark.parametrize("keyword", [b"openbadges", b"openbadge"])
def test_the_keywords_of_older_versions_are_read(keyword: bytes) -> None:
    assert unbake(png(chunk(b"tEXt", keyword + b"\0{}"))) == b"{}"
    assert unbake(png(chunk(b"iTXt", keyword + b"\0\x01\0\0\0" + zlib.compress(b"{}")))) == b"{}"


BROKEN_CRC = bytearray(png(chunk(b"iTXt", TEXT + b"{}")))
BROKEN_CRC[60] ^= 1


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (png(), "baking.nothing_inside"),
        (png(chunk(b"iTXt", TEXT + b"{}"), chunk(b"iTXt", TEXT + b"{}")), "baking.two_credentials"),
        (png(chunk(b"iTXt", TEXT + b"x" * 5_000_000)), "baking.text_too_large"),
        (
            png(chunk(b"iTXt", b"openbadgecredential\0\x01\0\0\0" + zlib.compress(bytes(50_000_000)))),
            "baking.text_too_large",
        ),
        (png(chunk(b"iTXt", b"openbadgecredential\0\x01\0\0\0nonsense")), "baking.png_damaged"),
        (png(width=50_000, height=50_000), "baking.picture_too_big"),
        (bytes(BROKEN_CRC), "baking.png_damaged"),
        (png()[:40], "baking.png_damaged"),
        (png()[:-12], "baking.png_damaged"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b""), "baking.png_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIHDR", "baking.png_damaged"),
    ],
)
def test_fault_24_a_hostile_png_is_refused(image: bytes, code: str) -> None:
    with pytest.raises(CredentialError) as refused:
        unbake(image)
    assert refused.value.code == code
    assert inspect(image, resolver=DocumentResolver(), at=AT).verdict == "unreadable"


OPEN = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (OPEN + b"</svg>", "baking.nothing_inside"),
        (OPEN + b"<o:credential>{}</o:credential><o:credential>{}</o:credential></svg>", "baking.two_credentials"),
        (OPEN + b"<g><o:credential>{}</o:credential></g></svg>", "baking.two_credentials"),
        (OPEN + b'<o:credential verify="ey.ey.">{}</o:credential></svg>', "baking.two_credentials"),
        (OPEN + b"<o:credential/></svg>", "baking.nothing_inside"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + b"<o:credential>&a;</o:credential></svg>", "baking.svg_entities"),
        (
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + OPEN
            + b"<o:credential>&a;</o:credential></svg>",
            "baking.svg_entities",
        ),
        (OPEN + b"<o:credential>{}", "baking.svg_damaged"),
        (b"<html><svg/></html>", "baking.svg_damaged"),
    ],
)
def test_fault_24_a_hostile_svg_is_refused(image: bytes, code: str) -> None:
    with pytest.raises(CredentialError) as refused:
        unbake(image)
    assert refused.value.code == code


def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(UnsupportedError) as refused:
        bake(b"GIF89a", b"{}")
    assert refused.value.code == "baking.not_an_image"


def test_the_baked_samples_of_1edtech_are_read(shared_data: Path) -> None:
    folder = shared_data / "openbadges"
    assert json.loads(unbake((folder / "simple-json.svg").read_bytes()))["name"] == "Teamwork Badge"
    assert unbake((folder / "simple-jwt.svg").read_bytes()).startswith(b"eyJ")
