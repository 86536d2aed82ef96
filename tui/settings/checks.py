"""What may stand in a setting that is a text: each check returns it as it is kept, or says what to write instead.

The message of its BadInput names what is wrong, the hint what is right.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

from domain.model import letterhead
from domain.model.errors import BadInput
from domain.workbook import Site
from domain.workbook.keeping import is_server
from tui.settings.holidays import read_holidays

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?")
MOST_MINUTES, MOST_DAYS = 60, 9_999


def any_text(text: str) -> str:
    """Anything, nothing as well."""
    return text


def some_text(text: str) -> str:
    """Anything but nothing."""
    if not text:
        raise BadInput("It is empty.", "Write at least one letter.")
    return text


def zone(text: str) -> str:
    """A zone of the zone database; the closest name is given for one that is not there."""
    try:
        Site(zone=text).tz()
    except BadInput as error:
        from domain.workbook.zones import closest

        near = closest(text)
        raise BadInput(error.message, f"Closest: {near}." if near else error.hint) from error
    return text


def region(text: str) -> str:
    """A country by its two letters."""
    if len(text) != 2 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise BadInput(f'"{text}" is no country.', 'Use two capital letters, as in "PH".')
    return text


def language(text: str) -> str:
    """A language tag."""
    if not _TAG.fullmatch(text):
        raise BadInput(f'"{text}" is no language tag.', 'Use one such as "en" or "en-PH".')
    return text


def read_time(text: str) -> time:
    """The time of day that `9`, `9:00` or `21:30` means; BadInput for anything else, or between quarters of an hour."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, 0)
    if not 0 <= hour <= 24 or minute not in (0, 15, 30, 45) or (hour == 24 and minute):
        raise BadInput(f'"{text}" is no time of day.', 'Use 24 hours in quarters, such as "9:00" or "21:30".')
    return time(hour % 24, minute)


def time_of_day(text: str) -> str:
    """A time of day in 24 hours, as it is written: `9:00`."""
    moment = read_time(text)
    return f"{moment.hour}:{moment.minute:02}"


def workbook(text: str) -> str:
    """A workbook in a folder that is there, or on a server; '' for the usual place."""
    if text and not is_server(text) and not Path(text).expanduser().parent.is_dir():
        raise BadInput(f"There is no folder {Path(text).expanduser().parent}.", "Make it first, or name another place.")
    return text


def accent(text: str) -> str:
    """A colour that can be read on white paper."""
    return letterhead.colour(text, letterhead.ACCENT_CONTRAST)


def ink(text: str) -> str:
    """A colour dark enough for running words."""
    return letterhead.colour(text, letterhead.INK_CONTRAST)


def templates(text: str) -> str:
    """A folder whose templates can be used; the first that cannot is named with its line."""
    if folder(text):
        from domain.workbook.exporting import check_own_templates

        check_own_templates(text)
    return text


def printer(text: str) -> str:
    """A printer by a name that lp can take; '' for the usual one."""
    if text and not re.fullmatch(r"[A-Za-z0-9_.@+][A-Za-z0-9_.@+/-]*", text):
        raise BadInput(f'"{text}" is no name of a printer.', 'Write it as lpstat -p shows it, as in "front-desk".')
    return text


def folder(text: str) -> str:
    """A folder that is there, or ''."""
    if text and not Path(text).expanduser().is_dir():
        raise BadInput(f"There is no folder {text}.", "Make it first, or name another one.")
    return text


def own_file(text: str) -> str:
    """A file that is there or will be, or ''."""
    if text and Path(text).expanduser().is_dir():
        raise BadInput(f"{text} is a folder.", "Name the file in it; it is made when it is needed.")
    return text


def new_folder(text: str) -> str:
    """A folder that is there or will be, or ''."""
    if text and Path(text).expanduser().exists() and not Path(text).expanduser().is_dir():
        raise BadInput(f"{text} is a file, not a folder.", "Name a folder; it is made when it is needed.")
    return text


def holidays(text: str) -> str:
    """A file of days that can be read, or ''."""
    if text:
        read_holidays(Path(text).expanduser())
    return text


def host(text: str) -> str:
    """A server by name or address, or ''."""
    if text and not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", text):
        raise BadInput(f'"{text}" is no name of a server.', 'Write it as in "smtp.example.org".')
    return text


def port(text: str) -> str:
    """The port of a server."""
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise BadInput(f'"{text}" is no port.', "Usually 587 with STARTTLS, or 465 with TLS.")
    return str(int(text))


def sender(text: str) -> str:
    """A mail address in plain letters, or ''."""
    from email_validator import EmailNotValidError, validate_email

    if not text:
        return text
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).ascii_email or text
    except EmailNotValidError as error:
        raise BadInput(f'"{text}" is no mail address.', 'Write it as in "slips@example.org".') from error


def command(text: str) -> str:
    """A command that a shell can take apart, or ''."""
    import shlex

    try:
        shlex.split(text)
    except ValueError as error:
        raise BadInput("A quote in this command has no end.", "Write it as you would in a shell.") from error
    return text


def minutes(text: str) -> str:
    """Minutes, from none to an hour."""
    return _whole(text, "minutes", MOST_MINUTES)


def days(text: str) -> str:
    """Days, from none to `MOST_DAYS`."""
    return _whole(text, "days", MOST_DAYS)


def _whole(text: str, unit: str, most: int) -> str:
    if not text.isdecimal() or int(text) > most:
        raise BadInput(f'"{text}" is no number of {unit}.', f"Use a whole number from 0 to {most:,}.")
    return str(int(text))
