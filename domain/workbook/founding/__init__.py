"""The bulk door: a whole history goes into an empty workbook, as the use cases would have written it, but quickly.

Who founds a workbook tells what happened: classes opened, people taken in, attempts rated and decided. What follows
from it (proposals, retest dates, slips, standing) is worked out by the same rules as ever, once for every kind of
attempt. Nothing can be undone to before the founding: it is the base that the log begins on.
"""

from domain.workbook.founding.book import Founding, FoundingElsewhere, Part, found
from domain.workbook.founding.calibrated import Alone
from domain.workbook.founding.cards import Card, Entry, Noted
from domain.workbook.founding.classes import OpenClass
from domain.workbook.founding.rooms import Play, Press
from domain.workbook.founding.traveller import Traveller
from domain.workbook.founding.walk import Handed

__all__ = [
    "Alone",
    "Card",
    "Entry",
    "Founding",
    "FoundingElsewhere",
    "Handed",
    "Noted",
    "OpenClass",
    "Part",
    "Play",
    "Press",
    "Traveller",
    "found",
]
