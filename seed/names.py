"""Invented people: names from many places, numbers nobody has, addresses at example domains."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Protocol, cast

from domain.model.terms import Channel
from domain.workbook.people import NewPerson
from seed.quotes import CITIES, POINTS, SOURCES

if TYPE_CHECKING:
    from random import Random

AWKWARD = (
    "[HR] Ann [/] Cruz",
    "Ma. Lourdes D. Peñaflor-Año",
    "田中 美咲",
    "Sean O'Neil",
    "محمد العربي",
    "Maria Concepcion Esperanza de los Santos Villanueva-Buenaventura y Montenegro de la Rosa Evangelista III",
    "Nguyễn Thị Ánh Tuyết",
    "[@click=app.quit]Lea[/] Mondal",
    "Zoë d'Angelo",
    "김 서연",
    "Bo Li",
    "אברהם לוי",
    "Jun-jun dela Peña, Jr.",
    "अनन्या शर्मा",
)
"""People whose names have tripped programs; every hub has them, the first ones first."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN = _words("""
    Maria Angel Joy Grace Rose Ana Liza Jasmine Kristine Cherry Lovely Princess April Rowena Marites Jocelyn Analyn
    Camille Bea Trisha Nicole Danica Sheila Aileen Rhea Clarissa Mylene Juan Jose Mark John Paolo Carlo Jerome Rico
    Dennis Noel Arnel Ramil Joel Rodel Allan Jayson Kenneth Christian Adrian Vincent Gabriel Miguel Rafael Emmanuel
    Jericho Renz Aldrin Nestor Efren Rolando Danilo Ernesto Benjie Arvin Jomar
""")
_SURNAMES = _words("""
    Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Castillo Flores Villanueva Ramos Aquino Rivera Navarro
    Salazar Mercado Aguilar Pascual Soriano Domingo Valdez Manalo Dimaculangan Macaraeg Pangilinan Magbanua Dalisay
    Alcaraz Batungbakal Catacutan Dumlao Espiritu Fajardo Guinto Hilario Ibarra Jacinto Lacson Magsino Natividad
    Panganiban Quiambao Roxas Sumulong Tolentino Umali Ventura Yambao Zamora Abad Bonifacio Cabrera Dizon Enriquez
""")
_FROM_ELSEWHERE = (
    ("es_MX", 16),
    ("en_IN", 10),
    ("id_ID", 6),
    ("fr_FR", 5),
    ("pt_BR", 4),
    ("hi_IN", 1),
    ("ja_JP", 1),
    ("zh_CN", 1),
    ("ar_PS", 1),
)
"""Locales of the names that Faker makes, with their share in a hundred; all others are of the country."""

_PREFIXES = tuple(
    prefix
    for prefix in range(905, 1000)
    if re.fullmatch("9(?:0[5-9]|1[0-24-9]|[235-7][0-9]|4[2-9]|8[135-9]|9[1-9])", str(prefix))
)
"""The first three digits of mobile numbers in the Philippines."""
_LINES = 10_000
_STRIDE = 7_919
"""A prime that walks through all prefixes and lines, so that neighbours look unlike."""

_CHANNELS = (Channel.SMS,) * 4 + (Channel.CHAT,) * 3 + (Channel.CALL,) * 2 + (Channel.EMAIL,) * 2
_SECOND = ("", Channel.EMAIL, "", Channel.CALL, Channel.SMS)
_WINDOWS = (("", ""),) * 3 + (("09:00", "12:00"), ("13:00", "18:00"), ("17:00", "20:00"), ("10:00", "19:00"))
_DOMAINS = ("example.com", "example.org", "example.net")


class Namer(Protocol):
    """What is asked of Faker."""

    def seed_instance(self, seed: int | str) -> None:
        """The same seed gives the same names."""

    def first_name(self) -> str:
        """A given name."""

    def last_name(self) -> str:
        """A surname."""


class Crowd:
    """Makes people one after the other; the same seed makes the same people."""

    def __init__(self, seed: int | str, random: Random, before: int = 0) -> None:
        """Take the seed and, where others made people before, how many; no two crowds then share a number."""
        self._seed = seed
        self._random = random
        self._made = before
        self._makers: dict[str, Namer] = {}
        """By locale, of this crowd alone: a maker that made names for another one would go on where it stopped."""

    def next(self, *, name: str = "", source: str = "", mobile: str = "") -> NewPerson:
        """The next person; what is given is not invented."""
        number, random = self._made, self._random
        self._made += 1
        if not name:
            name = AWKWARD[number] if number < len(AWKWARD) else self._name()
        begins, ends = random.choice(_WINDOWS)
        email = _address(name, number, random) if random.random() < 0.9 else ""
        city, channel, second = random.choice(CITIES), random.choice(_CHANNELS), _SECOND[number % len(_SECOND)]
        if not email:
            # Nobody asks for mail who gave no address.
            channel = Channel.SMS if channel is Channel.EMAIL else channel
            second = "" if second == Channel.EMAIL else second
        return NewPerson(
            name=name,
            mobile=mobile or mobile_number(number),
            email=email,
            city=city,
            channel=channel,
            second_channel=second,
            window_from=begins,
            window_to=ends,
            source=source or random.choice(SOURCES),
            reference=f"HX-{40_000 + number}" if random.random() < 0.1 else "",
            points=tuple(random.sample(POINTS, random.choice((0, 1, 2, 3, 3)))),
            ok_text=random.random() < 0.85,
            ok_keep=random.random() < 0.7,
        )

    def _name(self) -> str:
        pick = self._random.random() * 100
        for locale, share in _FROM_ELSEWHERE:
            if pick < share:
                maker = self._maker(locale)
                return f"{maker.first_name()} {maker.last_name()}"
            pick -= share
        given = self._random.choice(_GIVEN)
        if self._random.random() < 0.2:
            given = f"{given} {self._random.choice(_GIVEN)}"
        return f"{given} {self._random.choice(_SURNAMES)}"

    def _maker(self, locale: str) -> Namer:
        if locale not in self._makers:
            self._makers[locale] = _faker(locale, self._seed)
        return self._makers[locale]


def _faker(locale: str, seed: int | str) -> Namer:
    """Only names are wanted, so only the names of a locale are loaded."""
    from faker import Factory

    made = cast("Namer", Factory.create(locale, providers=["faker.providers.person"]))
    made.seed_instance(seed)
    return made


def mobile_number(number: int) -> str:
    """The mobile number of the person with this place in the hub, as people type it; no two are the same."""
    whole = len(_PREFIXES) * _LINES
    place = (number * _STRIDE + 4_321) % whole
    prefix, line = _PREFIXES[place % len(_PREFIXES)], place // len(_PREFIXES)
    return f"0{prefix} {number // whole:03} {line:04}"


def _address(name: str, number: int, random: Random) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z]+", plain)
    local = ".".join(words[-2:])[:40] or "hello"
    return f"{local}{number}@{random.choice(_DOMAINS)}"
