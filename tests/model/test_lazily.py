"""Dataclasses with methods that come later are the dataclasses that everybody knows."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field

import msgspec
import pytest

from domain.model.lazily import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A value."""

    name: str
    minutes: int = 5
    notes: list[str] = field(default_factory=list)
    seen: int = field(default=0, compare=False, repr=False)

    @property
    def long(self) -> bool:
        """Whether it takes long."""
        return self.minutes > 10


@dataclass(frozen=True, slots=True)
class Named(Stop):
    """A value with more."""

    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByName:
    """Everything by name."""

    first: int
    second: int = 2


@dataclass(slots=True)
class Shelf:
    """Changes."""

    size: int
    open: dict[int, int] = field(init=False, default_factory=dict)
    full: bool = field(init=False, default=False)
    told: str = field(init=False)

    def __post_init__(self) -> None:
        self.told = f"{self.size} places"


@dataclass
class Loose:
    """Takes anything."""

    word: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    """Equal to nothing else."""

    word: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """Has nothing."""


def test_values_are_made_from_places_names_and_defaults() -> None:
    assert (Stop("a").minutes, Stop("a", 20).long, Stop(name="a", minutes=3).minutes) == (5, True, 3)
    assert Named("a", by="Noor").by == "Noor"
    assert (ByName(first=1).second, Empty() == Empty()) == (2, True)


def test_what_a_factory_makes_is_made_for_each() -> None:
    one, other = Stop("a"), Stop("b")
    one.notes.append("x")
    assert other.notes == []
    assert Stop("a", notes=["y"]).notes == ["y"]


def test_fields_that_nobody_gives_have_their_own_values() -> None:
    shelf, other = Shelf(3), Shelf(4)
    shelf.open[1] = 2
    assert (shelf.told, other.open, other.full) == ("3 places", {}, False)
    with pytest.raises(TypeError):
        Shelf(3, {})  # type: ignore[call-arg]


@pytest.mark.parametrize("wrong", [{}, {"name": "a", "colour": 1}])
def test_missing_and_unknown_arguments_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        Stop(**wrong)  # type: ignore[arg-type]


def test_arguments_by_name_are_not_taken_by_place() -> None:
    with pytest.raises(TypeError):
        ByName(1)  # type: ignore[call-arg]


def test_frozen_values_stay_as_they_are() -> None:
    stop = Stop("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        stop.name = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del stop.name
    with pytest.raises(AttributeError):
        Shelf(3).colour = 1  # type: ignore[attr-defined]
    loose = Loose()
    loose.word = "b"
    assert loose == Loose("b")


def test_equal_values_are_equal_and_hash_alike() -> None:
    one = ByName(first=1)
    assert one == ByName(first=1) != ByName(first=2)
    assert {one: "x"}[ByName(first=1)] == "x"
    assert Stop("a", seen=1) == Stop("a", seen=2)
    assert Stop("a") != Named("a")
    assert Itself() != Itself()
    assert len({Itself(), Itself()}) == 2


def test_values_that_change_cannot_be_keys() -> None:
    with pytest.raises(TypeError):
        hash(Loose())


def test_a_value_says_what_it_is() -> None:
    assert repr(Stop("a", notes=["n"], seen=4)) == "Stop(name='a', minutes=5, notes=['n'])"


def test_the_standard_library_and_others_see_a_dataclass() -> None:
    stop = Named("a", 7, ["n"], by="Noor")
    assert dataclasses.is_dataclass(Named)
    assert dataclasses.asdict(stop) == {"name": "a", "minutes": 7, "notes": ["n"], "seen": 0, "by": "Noor"}
    assert dataclasses.replace(stop, minutes=8).minutes == 8
    assert pickle.loads(pickle.dumps(stop)) == copy.deepcopy(stop) == stop
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(stop), type=Named) == stop
    match stop:
        case Stop(name, minutes):
            assert (name, minutes) == ("a", 7)


def test_a_class_of_which_nothing_is_made_has_no_compiled_method() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        """Nobody made one yet."""

        name: str

    waiting = vars(Fresh)["__init__"]
    assert Fresh("a").name == "a"
    compiled = vars(Fresh)["__init__"]
    assert compiled is not waiting
    assert (Fresh("b").name, vars(Fresh)["__init__"]) == ("b", compiled)
