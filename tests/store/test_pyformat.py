"""Named parameters of the shared SQL, as psycopg takes them."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg")

from domain.store.pyformat import pyformat


@pytest.mark.parametrize(
    ("shared", "translated"),
    [
        ("a = :name and b=:_row", "a = %(name)s and b=%(_row)s"),
        ("cast(x as text) = x::text", "cast(x as text) = x::text"),
        (":a::bigint", "%(a)s::bigint"),
        ("city like 'Ce%' and a = :a", "city like 'Ce%%' and a = %(a)s"),
        ("a = ':name' and \"b:c\" = :d", "a = ':name' and \"b:c\" = %(d)s"),
        ("'it''s :x' || :y", "'it''s :x' || %(y)s"),
        ("n % 2 = :odd", "n %% 2 = %(odd)s"),
        ("a -- note :x\n= :y", "a -- note :x\n= %(y)s"),
        ("x[1:2]", "x[1:2]"),
    ],
)
def test_translation(shared: str, translated: str) -> None:
    assert pyformat(shared) == translated
