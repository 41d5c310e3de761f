"""Credentials in SVG pictures, as one element right after ``<svg>``. The rest of the file is copied as it is.

Written as Open Badges 3.0 says; of 1.x and 2.0 (their Baking Specification 1.0) the element ``assertion`` is read too.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from stepladder.credentials.errors import MalformedCredentialError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT = f"{{{NAMESPACE}}}credential"
_OLDER = "{http://openbadges.org}assertion"
_ADDRESS = ("https://", "http://")
_SVG = "http://www.w3.org/2000/svg"
MAX_ELEMENTS = 100_000
MAX_MARKS = 250_000
"""The most ``<`` and ``=`` that a picture may have: a parser takes memory for each."""
_ROOT = re.compile(rb"""<(?:[A-Za-z_][\w.-]*:)?svg(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""")
_OPENED = re.compile(rb"<(?:[\w.-]{1,60}:)?(?:credential|assertion)[^<>]{0,300}><!\[CDATA\[")
_MOST_TRIES = 10
_SKIPPED = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.DOTALL)


def looks_like_svg(data: bytes) -> bool:
    """Tell whether the bytes are an XML text with an ``<svg`` near the start."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in re.sub(rb"<[A-Za-z_][\w.-]*:svg", b"<svg", head)


def bake(image: bytes, credential: bytes, *, older: bool = False) -> bytes:
    """Return the SVG with one ``openbadges:credential`` (of older badges ``assertion``) element after ``<svg>``."""
    if _credentials(_parse(image)):
        raise MalformedCredentialError(
            "The picture already holds a credential",
            code="baking.already_baked",
            hint="Start from the picture without one.",
        )
    start = _root_tag(image)
    tag = image[start.start() : start.end()]
    namespace, _, word = (_OLDER if older else _ELEMENT).encode()[1:].partition(b"}")
    opening = b'<openbadges:%b xmlns:openbadges="%b"' % (word, namespace)
    if credential.lstrip()[:1] == b"{":
        text = credential.replace(b"]]>", b"]]]]><![CDATA[>")
        inner = opening + b"><![CDATA[%b]]></openbadges:%b>" % (text, word)
    else:
        inner = opening + b' verify="%b"/>' % credential.strip()
    if tag.endswith(b"/>"):
        name = re.match(rb"<([^\s/>]+)", tag)
        closing = b"</" + (name.group(1) if name else b"svg") + b">"
        return image[: start.end() - 2] + b">" + inner + closing + image[start.end() :]
    return image[: start.end()] + inner + image[start.end() :]


def unbake(image: bytes) -> bytes:
    """Return the credential in the picture: the JWT of ``verify``, or the JSON inside the element.

    An element of version 1.x or 2.0 may have both, the address in ``verify`` and the JSON, which is returned then, or
    only the address.
    """
    root = _parse(image)
    found = _credentials(root)
    if not found:
        raise MalformedCredentialError(
            "The picture holds no credential",
            code="baking.nothing_inside",
            hint="Some services strip it when they rework a picture: ask for the original file.",
        )
    if len(found) > 1 or found[0] not in list(root):
        raise MalformedCredentialError(
            "The picture must hold exactly one credential, directly inside <svg>",
            code="baking.two_credentials",
            spec="Open Badges 3.0, section 5.3.2",
        )
    token = (found[0].get("verify") or "").strip()
    whole = "".join(found[0].itertext())
    text = whole.strip()
    if text and token.startswith(_ADDRESS) and found[0].tag == _OLDER:
        token = ""
    if bool(token) == bool(text):
        raise MalformedCredentialError(
            "The element with the credential holds either a token in `verify` or JSON as text",
            code="baking.two_credentials" if token else "baking.nothing_inside",
            spec="Open Badges 3.0, section 5.3.2",
        )
    return token.encode() if token else _as_baked(image, whole) or text.encode()


def _as_baked(image: bytes, whole: str) -> bytes | None:
    """Return the bytes that ``bake`` put in: an XML parser makes all line ends alike."""
    for match in islice(_OPENED.finditer(image), _MOST_TRIES):
        inside = image[match.end() : image.find(b"]]></", match.end())].replace(b"]]]]><![CDATA[>", b"]]>")
        if inside.replace(b"\r\n", b"\n").replace(b"\r", b"\n") == whole.encode():
            return inside
    return None


def _parse(image: bytes) -> Element:
    """Parse without entities and without fetching; a plain DOCTYPE is harmless and common."""
    from xml.etree.ElementTree import ParseError

    if any(image.count(mark) > MAX_MARKS for mark in (b"<", b"=")):
        raise MalformedCredentialError(
            "The picture has too many elements", code="baking.too_large", hint="Make the picture simpler."
        )
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped] # it ships no types
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped] # as above

    try:
        root: Element = fromstring(image, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as cause:
        raise MalformedCredentialError(
            "The picture declares entities, which can hide or multiply text",
            code="baking.svg_entities",
            hint="Save the picture again from a drawing program.",
        ) from cause
    except (ParseError, ValueError, LookupError, RecursionError) as cause:
        raise MalformedCredentialError(
            f"The picture is not well-formed XML: {cause}", code="baking.svg_damaged", hint="Ask for the original file."
        ) from cause
    if root.tag not in {f"{{{_SVG}}}svg", "svg"}:
        raise MalformedCredentialError("The XML is not an SVG picture", code="baking.svg_damaged")
    return root


def _credentials(root: Element) -> list[Element]:
    found = []
    for count, element in enumerate(root.iter()):
        if count > MAX_ELEMENTS:
            raise MalformedCredentialError("The picture has too many elements", code="baking.too_large")
        if element.tag in {_ELEMENT, _OLDER}:
            found.append(element)
    return found


def _root_tag(image: bytes) -> re.Match[bytes]:
    position = 0
    while True:
        opening = image.find(b"<", position)
        skipped = _SKIPPED.match(image, opening) if opening >= 0 else None
        if skipped is None:
            break
        position = skipped.end()
    tag = _ROOT.match(image, opening) if opening >= 0 else None
    if tag is None:
        raise MalformedCredentialError(
            "The start of the picture is written in a way that we cannot add to",
            code="baking.svg_damaged",
            hint="Save the picture as UTF-8.",
        )
    return tag
