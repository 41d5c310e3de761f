from __future__ import annotations

import itertools
from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.frameworks.hierarchy import circle_in


@given(
    st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=3), min_size=n, max_size=n))
)
def test_a_circle_is_found_where_there_is_one_and_is_one(broader):
    found = circle_in(broader)
    try:
        TopologicalSorter(dict(enumerate(broader))).prepare()
    except CycleError:
        assert len(found) >= 2
        assert found[0] == found[-1]
        assert len(set(found)) == len(found) - 1
        assert all(wide in broader[narrow] for narrow, wide in itertools.pairwise(found))
    else:
        assert found == []
