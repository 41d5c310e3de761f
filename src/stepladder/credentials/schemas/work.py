"""How much work a stranger's schema asks for, counted before it is put to use: the validator itself knows no end.

A few lines of schema can refer to themselves so that a validator works for years. So each place of the document is
visited once, with how often each part of the schema would be applied there if every condition held, and at what cost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from stepladder.credentials.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNITS = 500_000
"""Units of about 0.2 microseconds: one keyword applied to one value."""
MAX_STEPS = 60_000
MAX_PATTERNS = 600
MAX_PATTERN = 500
MAX_CHAIN = 60
_DEAREST_LETTER = 50  # what a repetition may cost for each letter of a text, as measured
_REFUSED = ("$dynamicRef", "$recursiveRef")
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
_AGAIN = 3  # what stands beside an unevaluated… is applied again to find out what was evaluated
_EACH_MEMBER = ("additionalProperties", *_UNEVALUATED[:1])
_EACH_ENTRY = ("additionalItems", "contains", *_UNEVALUATED[1:])

Node = dict[str, Any]


def check_work(schema: Node, document: Any, *, share: int = 1) -> None:
    """Check that a schema can be applied to a document with little work: with one part in ``share`` of what we give.

    Raises UnsupportedError: ``schema.too_much_work``, ``schema.endless``, ``schema.elsewhere`` (a ``$ref`` to another
    document, which is never fetched), ``schema.keyword`` (``$dynamicRef``, ``$recursiveRef``, a second ``$id``).
    """
    _check_patterns(schema)
    _Count(schema, share).over(document)


def _check_patterns(schema: Node) -> None:
    """Refuse many and long patterns wherever they stand: all are compiled, even those that the document never meets."""
    stack: list[Any] = [schema]
    left = MAX_PATTERNS
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            texts = [item["pattern"]] if isinstance(item.get("pattern"), str) else []
            texts += _members(item, "patternProperties")
            left -= len(texts)
            if left < 0 or any(len(text) > MAX_PATTERN for text in texts):
                raise _refusal("schema.too_much_work", "The schema has too many or too long patterns")
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


class _Count:
    def __init__(self, schema: Node, share: int) -> None:
        self._root = schema
        self._base = schema["$id"] if isinstance(schema.get("$id"), str) else ""
        self._nodes: dict[int, Node] = {}
        self._closures: dict[int, Counter[int]] = {}
        self._fixed: dict[int, int] = {}
        self._open: set[int] = set()
        self._units = MAX_UNITS // share
        self._steps = MAX_STEPS // share

    def over(self, document: Any) -> None:
        """Visit every place of the document that the schema reaches."""
        places: list[tuple[Any, Counter[int]]] = [(document, Counter({self._id(self._root): 1}))]
        while places:
            value, wanted = places.pop()
            applied: Counter[int] = Counter()
            for node, times in wanted.items():
                for inner, more in self._closure(self._nodes[node]).items():
                    applied[inner] += times * more
            self._spend(value, applied)
            if isinstance(value, dict):
                places.extend(self._below_object(value, applied))
            elif isinstance(value, list):
                places.extend(self._below_list(value, applied))

    def _spend(self, value: Any, applied: Counter[int]) -> None:
        self._steps -= len(applied)
        self._units -= sum(times * self._cost(node, value) for node, times in applied.items())
        if min(self._units, self._steps) < 0:
            raise _refusal("schema.too_much_work", "The schema asks for more work than one credential is worth")

    def _cost(self, key: int, value: Any) -> int:
        node = self._nodes[key]
        fixed = self._fixed.get(key)
        if fixed is None:
            fixed = 1 + sum(_size(node.get(name)) for name in ("enum", "const", "required"))
            self._fixed[key] = fixed
        if isinstance(value, str):
            return fixed + len(value) * _each_letter(node)
        if isinstance(value, dict):
            patterns = sum(map(_letter, _members(node, "patternProperties")))
            names = sum(map(len, value)) if patterns else 0
            return fixed + len(value) + len(_members(node, "properties")) + patterns * names
        if isinstance(value, list):
            return fixed + (_size(value) if node.get("uniqueItems") is True else len(value))
        return fixed

    def _id(self, node: Node) -> int:
        self._nodes[id(node)] = node
        return id(node)

    def _closure(self, node: Node) -> Counter[int]:
        """Return how often each part of the schema is applied to a value because this one is."""
        key = self._id(node)
        found = self._closures.get(key)
        if found is not None:
            return found
        if key in self._open:
            raise _refusal("schema.endless", "The schema refers to itself without end")
        if len(self._open) >= MAX_CHAIN:
            raise _refusal(
                "schema.too_much_work", f"The schema refers onward more than {MAX_CHAIN} times for one value"
            )
        self._check_keywords(node)
        self._open.add(key)
        found = Counter({key: 1})
        factor = _AGAIN if any(name in node for name in _UNEVALUATED) else 1
        for inner in self._beside(node):
            for each, times in self._closure(inner).items():
                found[each] += times * factor
        self._open.remove(key)
        if found.total() > MAX_STEPS:
            raise _refusal("schema.too_much_work", "The schema applies too much to one value")
        self._closures[key] = found
        return found

    def _check_keywords(self, node: Node) -> None:
        named = next((name for name in _REFUSED if name in node), None)
        if named or ("$id" in node and node is not self._root):
            raise _refusal("schema.keyword", f"The schema uses {named or 'a second $id'}, which is not supported")

    def _beside(self, node: Node) -> Iterator[Node]:
        """Yield the schemas that are applied to the same value."""
        if isinstance(node.get("$ref"), str):
            yield from _schemas(self._target(node["$ref"]))
        for name in ("allOf", "anyOf", "oneOf"):
            yield from _schemas(*(node[name] if isinstance(node.get(name), list) else ()))
        yield from _schemas(*(node.get(name) for name in ("not", "if", "then", "else")))
        for name in ("dependentSchemas", "dependencies"):
            yield from _schemas(*_members(node, name).values())

    def _target(self, reference: str) -> Any:
        url, pointer = urldefrag(_joined(self._base, reference))
        if url != urldefrag(self._base).url or (pointer and not pointer.startswith("/")):
            raise _refusal(
                "schema.elsewhere", f"The schema refers to {reference[:200]!r}, and nothing is fetched for it"
            )
        found: Any = self._root
        for step in pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list):
                found = found[int(name)] if name.isdecimal() and int(name) < len(found) else None
            else:
                found = found.get(name) if isinstance(found, dict) else None
        return found

    def _below_object(self, value: dict[str, Any], applied: Counter[int]) -> Iterator[tuple[Any, Counter[int]]]:
        below: defaultdict[str, Counter[int]] = defaultdict(Counter)
        names: Counter[int] = Counter()
        for key, times in applied.items():
            node = self._nodes[key]
            named = _members(node, "properties")
            for name in named.keys() & value.keys():
                self._add(below[name], times, named[name])
            rest = [node.get(name) for name in _EACH_MEMBER]
            patterned = _members(node, "patternProperties").values()
            for name in value if patterned or any(isinstance(one, dict) for one in rest) else ():
                self._add(below[name], times, *patterned, *(() if name in named else rest))
            self._add(names, times, node.get("propertyNames"))
        yield from ((value[name], wanted) for name, wanted in below.items() if wanted)
        yield from ((name, names) for name in value if names)

    def _below_list(self, value: list[Any], applied: Counter[int]) -> Iterator[tuple[Any, Counter[int]]]:
        every: Counter[int] = Counter()
        first: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for key, times in applied.items():
            node = self._nodes[key]
            self._add(every, times, node.get("items"), *(node.get(name) for name in _EACH_ENTRY))
            for name in ("items", "prefixItems"):
                for index, one in enumerate(node[name] if isinstance(node.get(name), list) else ()):
                    self._add(first[index], times, one)
        for index, entry in enumerate(value):
            wanted = every + first[index] if index in first else every
            if wanted:
                yield entry, wanted

    def _add(self, wanted: Counter[int], times: int, *schemas: Any) -> None:
        for schema in _schemas(*schemas):
            self._steps -= 1
            wanted[self._id(schema)] += times


def _each_letter(node: Node) -> int:
    pattern = _letter(node["pattern"]) if isinstance(node.get("pattern"), str) else 0
    if "format" not in node:
        return pattern
    return pattern + (_DEAREST_LETTER if node["format"] == "regex" else 2)


def _letter(pattern: str) -> int:
    return _DEAREST_LETTER if "{" in pattern else min(_DEAREST_LETTER, 1 + len(pattern) // 4)


def _size(value: Any) -> int:
    stack, seen = [value] if value is not None else [], 0
    while stack and seen < MAX_STEPS:
        item = stack.pop()
        seen += 1
        stack.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
    return seen


def _members(node: Node, name: str) -> dict[str, Any]:
    value = node.get(name)
    return value if isinstance(value, dict) else {}


def _schemas(*values: Any) -> Iterator[Node]:
    return (value for value in values if isinstance(value, dict))


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return f"unreadable:{reference}"


def _refusal(code: str, message: str) -> UnsupportedError:
    return UnsupportedError(message, code=code, hint="Ask the publisher of the schema for a plainer one.")
