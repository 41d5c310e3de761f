"""Pictures of Open Badges 1.x and 2.0, as their Baking Specification 1.0 and what was before it made them."""

from __future__ import annotations

import json
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.older_site import ASSERTION, AT, Site, assertion, encoded, jws, rsa_signer, site

from stepladder.credentials import Credential, bake, inspect, unbake
from stepladder.credentials.baking import image_kind
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError

OPEN = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    b"%b<rect/></svg>"
)
HOSTED, SIGNED = encoded(assertion()), jws(assertion("2.0", "signed"))
JSON = b"<![CDATA[\n  %b\n  ]]>" % HOSTED


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes, width: int = 1, height: int = 1) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + body + b"".join(extra) + chunk(b"IEND", b"")


def itxt(text: bytes, keyword: bytes = b"openbadges", *, packed: bool = False) -> bytes:
    return chunk(b"iTXt", keyword + (b"\0\x01\0\0\0" if packed else b"\0\0\0\0\0") + text)


def svg(inner: bytes) -> bytes:
    return OPEN % inner


PICTURES = {
    "png, json": (png(itxt(HOSTED)), HOSTED),
    "png, token": (png(itxt(SIGNED)), SIGNED),
    "png, json packed": (png(itxt(zlib.compress(HOSTED), packed=True)), HOSTED),
    "png, json in tEXt": (png(chunk(b"tEXt", b"openbadges\0" + HOSTED)), HOSTED),
    "png, json in zTXt": (png(chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(HOSTED))), HOSTED),
    "png, address in tEXt": (png(chunk(b"tEXt", b"openbadges\0" + ASSERTION.encode())), ASSERTION.encode()),
    "png, draft": (png(itxt(b'{"method": "hosted", "assertionUrl": "%b"}' % ASSERTION.encode(), b"openbadge")), None),
    "svg, token": (svg(b'<openbadges:assertion verify="%b"/>' % SIGNED), SIGNED),
    "svg, address": (svg(b'<openbadges:assertion verify="%b"/>' % ASSERTION.encode()), ASSERTION.encode()),
    "svg, json": (svg(b"<openbadges:assertion>%b</openbadges:assertion>" % JSON), HOSTED),
    "svg, both": (
        svg(b'<openbadges:assertion verify="%b">%b</openbadges:assertion>' % (ASSERTION.encode(), JSON)),
        HOSTED,
    ),
    "svg, last": (svg(b"").replace(b"</svg>", b'<openbadges:assertion verify="%b"/></svg>' % SIGNED), SIGNED),
}


def everything() -> Site:
    """Return a site on which both the hosted and the signed badge hold."""
    both = site("2.0", "signed")
    both.pages[ASSERTION] = assertion()
    return both


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_those_days_is_read_and_holds(name: str) -> None:
    image, inside = PICTURES[name]
    if inside is not None:
        assert unbake(image).strip() == inside
    report = everything().look(image)
    assert (report.verdict, report.standard) == ("authentic", "Open Badges 2.0")
    assert report.credential is not None
    assert report.credential.container == image_kind(image)
    assert report.credential.name == "Welding, first steps"


def test_a_picture_that_holds_an_address_only_says_nothing_by_itself() -> None:
    image, _ = PICTURES["png, address in tEXt"]
    report = inspect(image, resolver=DocumentResolver(), at=AT)
    assert (report.verdict, report.exit_code, report.standard) == ("could_not_check", 3, "Open Badges")
    assert report.recipient == "not_asked"
    assert report.credential is not None
    assert (report.credential.id, report.credential.name) == (ASSERTION, None)
    missing = Site(pages={}).look(image, recipient="mara@example.org")
    assert (missing.verdict, missing.exit_code) == ("could_not_check", 3)
    gone = Site(pages={}, gone={ASSERTION}).look(image)
    assert (gone.verdict, gone.exit_code) == ("revoked", 1)
    assert gone.sentence


def test_an_address_outside_a_picture_is_no_credential() -> None:
    report = inspect(ASSERTION.encode(), resolver=DocumentResolver(), at=AT)
    assert (report.verdict, report.check("shape").code) == ("unreadable", "document.not_json")


@pytest.mark.parametrize("credential", [HOSTED, SIGNED, encoded(assertion("1.0")), encoded(assertion("1.1"))])
@pytest.mark.parametrize("image", [png(), svg(b"")], ids=["png", "svg"])
def test_an_older_badge_is_baked_as_its_own_specification_says(image: bytes, credential: bytes) -> None:
    baked = bake(image, credential)
    assert unbake(baked) == credential
    assert (b"openbadges\0\0\0\0\0" in baked) == (image_kind(image) == "png")
    assert (b'<openbadges:assertion xmlns:openbadges="http://openbadges.org"' in baked) == (image_kind(image) == "svg")
    assert b"credential" not in baked
    assert Credential.from_bytes(baked).older is not None
    for part in (b"IDAT", b"<rect/>"):
        assert (part in baked) == (part in image)
    with pytest.raises(CredentialError) as refused:
        bake(baked, credential)
    assert refused.value.code == "baking.already_baked"


# ---------------------------------------------------------------- fault 24

BROKEN = bytearray(png(itxt(HOSTED)))
BROKEN[-30] ^= 1


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (png(itxt(HOSTED), itxt(HOSTED)), "baking.two_credentials"),
        (png(itxt(HOSTED), itxt(b"{}", b"openbadgecredential")), "baking.two_credentials"),
        (png(itxt(HOSTED), chunk(b"tEXt", b"openbadge\0{}")), "baking.two_credentials"),
        (bytes(BROKEN), "baking.png_damaged"),
        (png(itxt(b"x" * 5_000_000)), "baking.text_too_large"),
        (png(itxt(zlib.compress(bytes(20_000_000)), packed=True)), "baking.text_too_large"),
        (png(chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(bytes(20_000_000)))), "baking.text_too_large"),
        (png(itxt(b"nonsense", packed=True)), "baking.png_damaged"),
        (png(chunk(b"zTXt", b"openbadges\0\0nonsense")), "baking.png_damaged"),
        (png(chunk(b"iTXt", b"openbadges\0\0")), "baking.png_damaged"),
        (png(itxt(HOSTED), width=50_000, height=50_000), "baking.picture_too_big"),
        (png(itxt(HOSTED))[:-20], "baking.png_damaged"),
        (png(*[chunk(b"tEXt", b"Comment\0x")] * 30_000), "baking.png_damaged"),
        (png(chunk(b"tEXt", b"Openbadges\0" + HOSTED)), "baking.nothing_inside"),
    ],
    ids=range(14),
)
def test_fault_24_a_hostile_png_is_refused(image: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(CredentialError) as refused:
        unbake(image)
    assert refused.value.code == code
    assert everything().look(image).verdict == "unreadable"
    assert time.process_time() - start < 1


ELEMENT = b'<openbadges:assertion verify="%b"/>' % SIGNED
ENTITY = b'<!DOCTYPE svg [<!ENTITY a "%b">]>' % b"b" * 1


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (svg(ELEMENT + ELEMENT), "baking.two_credentials"),
        (svg(b"<g>" + ELEMENT + b"</g>"), "baking.two_credentials"),
        (svg(b'<openbadges:assertion verify="%b">{}</openbadges:assertion>' % SIGNED), "baking.two_credentials"),
        (svg(ELEMENT + b'<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">{}</c:credential>'),
         "baking.two_credentials"),
        (svg(b'<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0" verify="https://a.example/1">{}</c:credential>'),
         "baking.two_credentials"),
        (svg(b"<openbadges:assertion/>"), "baking.nothing_inside"),
        (svg(b'<o:assertion xmlns:o="http://openbadges.example">{}</o:assertion>'), "baking.nothing_inside"),
        (ENTITY + svg(b"<openbadges:assertion>&a;</openbadges:assertion>")[21:], "baking.svg_entities"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg(ELEMENT)[21:], "baking.svg_entities"),
        (svg(ELEMENT)[:-4], "baking.svg_damaged"),
        (svg(b"<rect/>" * 260_000), "baking.too_large"),
    ],
    ids=range(11),
)  # fmt: skip
def test_fault_24_a_hostile_svg_is_refused(image: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(CredentialError) as refused:
        unbake(image)
    assert refused.value.code == code
    assert everything().look(image).verdict == "unreadable"
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "active",
    [b"<script>alert(1)</script>", b'<foreignObject><iframe src="https://evil.example"/></foreignObject>',
     b'<image href="https://evil.example/x.png"/>', b'<rect onload="alert(1)"/>'],
    ids=range(4),
)  # fmt: skip
def test_fault_24_what_a_picture_would_do_is_never_done_by_reading_it(active: bytes) -> None:
    where = everything()
    report = where.look(svg(ELEMENT + active))
    assert report.verdict == "authentic"
    assert not [url for url in where.asked if "evil" in url]
    assert report.credential is not None
    assert b"evil" not in report.credential.original
    assert b"<" not in report.credential.original


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/1", "file:///etc/passwd", "javascript:alert(1)", "https://u@badges.example.edu/1", "https://",
     "https://x.example/a b", "https://x.example/" + "a" * 5_000],
    ids=lambda value: value[:24],
)  # fmt: skip
def test_a_hostile_address_in_a_picture_gets_a_report(address: str) -> None:
    report = everything().look(png(chunk(b"tEXt", b"openbadges\0" + address.encode())))
    assert report.verdict in {"could_not_check", "unreadable"}
    assert report.sentence


@given(st.binary(max_size=200), st.sampled_from([b"iTXt", b"tEXt", b"zTXt"]))
def test_any_bytes_in_a_text_chunk_get_a_report(data: bytes, kind: bytes) -> None:
    report = inspect(png(chunk(kind, b"openbadges\0" + data)), resolver=DocumentResolver(), at=AT)
    assert report.sentence
    assert json.dumps(report.as_dict())


@given(st.text(max_size=60))
def test_any_text_in_an_element_gets_a_report(text: str) -> None:
    quoted = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode("utf-8", "replace")
    for inner in (b'<openbadges:assertion verify="%b"/>', b"<openbadges:assertion>%b</openbadges:assertion>"):
        report = inspect(svg(inner % quoted), resolver=DocumentResolver(), at=AT)
        assert report.verdict != "authentic"
        assert report.sentence


def test_a_changed_byte_of_a_baked_badge_is_never_authentic() -> None:
    image = png(itxt(SIGNED))
    start = image.index(SIGNED)
    for place in range(start, start + len(SIGNED), 11):
        changed = bytearray(image)
        changed[place] ^= 3
        repaired = bytes(changed[start:start + len(SIGNED)])  # fmt: skip
        assert everything().look(png(itxt(repaired))).verdict != "authentic"
        assert everything().look(bytes(changed)).verdict == "unreadable"
    assert rsa_signer(1) is rsa_signer(1)
