"""What can be set: every setting with its words, what it may be, and the check that file and hand both go through."""

from __future__ import annotations

import re
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.model import letterhead
from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook import Site
from domain.workbook.keeping import is_server

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | bool | tuple[str, ...]
"""A checked setting; a tuple stands for a list of words."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFF, ON = "no", "yes"
"""How true and false are chosen on the screen."""


class When(StrEnum):
    """From when on a change holds."""

    NOW = "at once"
    NEXT_START = "from the next start"


class Shape(StrEnum):
    """How a setting is edited."""

    TEXT = "text"
    ONE = "one of several"
    SOME = "some of several"
    SWITCH = "yes or no"


def _any_text(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting.

    Attributes:
        key: where it stands in the file: ``who``, or ``site.zone`` for ``zone`` below ``[site]``.
        label: at most 10 cells.
        section: the head that it stands under.
        about: what it does.
        allowed: what may stand there, in words.
        default: what holds without it.
        check: the value as it is kept; BadInput says what is wrong with it and what to write.
        by_hand: checked as well when it is typed here. A drive that is not there today must not turn a workbook that
            is named in the file into another one.
        shape: how it is edited.
        choices: ids and labels, for ``ONE``, ``SOME`` and ``SWITCH``.
        when: from when on a change holds.
        longest: characters that a text may have.
    """

    key: str
    label: str
    section: str
    about: str
    allowed: str
    default: Value = ""
    check: Callable[[str], str]
    by_hand: Callable[[str], str] = _any_text
    shape: Shape = Shape.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    when: When = When.NOW
    longest: int = 400

    def settle(self, raw: object) -> Value:
        """The checked value of what a file or a hand gave; BadInput says what is wrong and what to write."""
        if self.shape is Shape.SWITCH:
            if not isinstance(raw, bool):
                raise BadInput("It must be true or false.", "Write true or false, without quotes.")
            return raw
        if self.shape is Shape.SOME:
            return self._some(raw)
        if not isinstance(raw, str):
            raise BadInput("It must be text in quotes.", f"{self.allowed} In quotes.")
        if self.shape is Shape.ONE and raw not in dict(self.choices):
            raise BadInput(f'"{raw}" is none of {_names(self.choices)}.', self.allowed)
        return self.check(raw.strip())

    def _some(self, raw: object) -> tuple[str, ...]:
        known = dict(self.choices)
        if not isinstance(raw, list | tuple) or not all(isinstance(word, str) for word in raw):
            raise BadInput("It must be a list of words.", self.allowed)
        words = [str(word).strip().lower()[:3] for word in raw]
        for written, word in zip(raw, words, strict=True):
            if word not in known:
                raise BadInput(f'"{written}" is none of {_names(self.choices)}.', self.allowed)
        if not words:
            raise BadInput("At least one is needed.", self.allowed)
        return tuple(name for name in known if name in words)


def _names(choices: tuple[tuple[str, str], ...]) -> str:
    *first, last = [f'"{name}"' for name, _ in choices]
    return f"{', '.join(first)} or {last}"


def _some_text(text: str) -> str:
    if not text:
        raise BadInput("It is empty.", "Write at least one letter.")
    return text


def _zone(text: str) -> str:
    try:
        Site(zone=text).tz()
    except BadInput as error:
        from domain.workbook.zones import closest

        near = closest(text)
        raise BadInput(error.message, f"Closest: {near}." if near else error.hint) from error
    return text


def _region(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise BadInput(f'"{text}" is no country.', 'Use two capital letters, as in "PH".')
    return text


_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?")


def _language(text: str) -> str:
    if not _TAG.fullmatch(text):
        raise BadInput(f'"{text}" is no language tag.', 'Use one such as "en" or "en-PH".')
    return text


_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?")


def read_time(text: str) -> time:
    """The time of day that `9`, `9:00` or `21:30` means; BadInput for anything else, or between quarters of an hour."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, 0)
    if not 0 <= hour <= 24 or minute not in (0, 15, 30, 45) or (hour == 24 and minute):
        raise BadInput(f'"{text}" is no time of day.', 'Use 24 hours in quarters, such as "9:00" or "21:30".')
    return time(hour % 24, minute)


def _time(text: str) -> str:
    moment = read_time(text)
    return f"{moment.hour}:{moment.minute:02}"


def _workbook(text: str) -> str:
    if text and not is_server(text) and not Path(text).expanduser().parent.is_dir():
        raise BadInput(f"There is no folder {Path(text).expanduser().parent}.", "Make it first, or name another place.")
    return text


def _accent(text: str) -> str:
    return letterhead.colour(text, letterhead.ACCENT_CONTRAST)


def _ink(text: str) -> str:
    return letterhead.colour(text, letterhead.INK_CONTRAST)


def _templates(text: str) -> str:
    """A folder whose templates can be used; the first that cannot is named with its line."""
    if _folder(text):
        from domain.workbook.exporting import check_own_templates

        check_own_templates(text)
    return text


def _printer(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9_.@+][A-Za-z0-9_.@+/-]*", text):
        raise BadInput(f'"{text}" is no name of a printer.', 'Write it as lpstat -p shows it, as in "front-desk".')
    return text


def _folder(text: str) -> str:
    if text and not Path(text).expanduser().is_dir():
        raise BadInput(f"There is no folder {text}.", "Make it first, or name another one.")
    return text


def _own_file(text: str) -> str:
    if text and Path(text).expanduser().is_dir():
        raise BadInput(f"{text} is a folder.", "Name the file in it; it is made when it is needed.")
    return text


def _new_folder(text: str) -> str:
    if text and Path(text).expanduser().exists() and not Path(text).expanduser().is_dir():
        raise BadInput(f"{text} is a file, not a folder.", "Name a folder; it is made when it is needed.")
    return text


def _holidays(text: str) -> str:
    if text:
        read_holidays(Path(text).expanduser())
    return text


LARGEST = 1_000_000
"""Bytes that a file of holidays may have."""
LONGEST_NAME = 60
"""Characters of the name of a holiday."""


def read_holidays(path: Path) -> dict[date, str]:
    """The days in a file, one ISO date a line, with the names after them; BadInput names file, line and what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is too large for a list of days.", "Name a file with a date a line.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {_reason(error)}.", "Check the file, or leave it out.") from error
    days = [_holiday(line.partition("#")[0].strip(), number, path) for number, line in enumerate(lines, 1)]
    return dict(found for found in days if found)


def _holiday(line: str, number: int, path: Path) -> tuple[date, str] | None:
    if not line:
        return None
    day, *name = line.split()
    try:
        return date.fromisoformat(day), " ".join(name)[:LONGEST_NAME]
    except ValueError as error:
        raise BadInput(
            f'{path}, line {number}: "{day}" is no date.', "Write it as 2026-12-25, and its name after it."
        ) from error


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is no text"


def _host(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", text):
        raise BadInput(f'"{text}" is no name of a server.', 'Write it as in "smtp.example.org".')
    return text


def _port(text: str) -> str:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise BadInput(f'"{text}" is no port.', "Usually 587 with STARTTLS, or 465 with TLS.")
    return str(int(text))


def _sender(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if not text:
        return text
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).ascii_email or text
    except EmailNotValidError as error:
        raise BadInput(f'"{text}" is no mail address.', 'Write it as in "slips@example.org".') from error


def _command(text: str) -> str:
    import shlex

    try:
        shlex.split(text)
    except ValueError as error:
        raise BadInput("A quote in this command has no end.", "Write it as you would in a shell.") from error
    return text


MOST_MINUTES = 60


def _minutes(text: str) -> str:
    if not text.isdecimal() or int(text) > MOST_MINUTES:
        raise BadInput(f'"{text}" is no number of minutes.', f"Use a whole number from 0 to {MOST_MINUTES}.")
    return str(int(text))


MOST_DAYS = 9_999


def _days(text: str) -> str:
    if not text.isdecimal() or int(text) > MOST_DAYS:
        raise BadInput(f'"{text}" is no number of days.', f"Use a whole number from 0 to {MOST_DAYS:,}.")
    return str(int(text))


LETTERHEAD = "Letterhead"
YOU, LOOK, SITE, DAY, CONTACT, FOLDERS = "You", "Look", "Site", "Business day", "How people reach you", "Folders"
MAIL, RECORDS = "Mail", "Records of people"

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        key="who",
        label="Your name",
        section=YOU,
        about="Stands beside everything you do, in the history and on the slips you finish.",
        allowed="Any name. Empty: the name of your login.",
        check=_any_text,
        longest=80,
    ),
    Setting(
        key="theme",
        label="Theme",
        section=LOOK,
        about="The colours. Those of the terminal fit light and dark ones; NO_COLOR goes before all of them.",
        allowed='"dark", "light", "terminal" or "contrast".',
        default="dark",
        check=_any_text,
        shape=Shape.ONE,
        choices=(("dark", "dark"), ("light", "light"), ("terminal", "the terminal's"), ("contrast", "high contrast")),
    ),
    Setting(
        key="ascii",
        label="Glyphs",
        section=LOOK,
        about="Plain characters in place of the glyphs, for fonts that lack them.",
        allowed="false for glyphs, true for plain characters.",
        default=False,
        check=_any_text,
        shape=Shape.SWITCH,
        choices=((OFF, "drawn"), (ON, "plain characters")),
    ),
    Setting(
        key="site.name",
        label="Site",
        section=SITE,
        about="The hub. Stands in the header and on slips.",
        allowed="Any name.",
        default="Harbour hub",
        check=_some_text,
        longest=60,
    ),
    Setting(
        key="site.zone",
        label="Time zone",
        section=SITE,
        about="The zone that days, due dates and the clock are counted in.",
        allowed='A name of the zone database, as in "Asia/Manila". → completes it.',
        default="Asia/Manila",
        check=_zone,
        longest=60,
    ),
    Setting(
        key="site.region",
        label="Country",
        section=SITE,
        about="Mobile numbers without a country code belong to it.",
        allowed='Two capital letters, as in "PH".',
        default="PH",
        check=_region,
        longest=2,
    ),
    Setting(
        key="site.language",
        label="Language",
        section=SITE,
        about="Slips and reports are written in it for people whose own is not known: en, fil, es, or one of yours.",
        allowed='A tag such as "en" or "en-PH".',
        default="en",
        check=_language,
        longest=11,
    ),
    Setting(
        key="site.paper",
        label="Paper",
        section=SITE,
        about="The size of printed slips.",
        allowed='"a4" or "letter".',
        default="a4",
        check=_any_text,
        shape=Shape.ONE,
        choices=(("a4", "A4"), ("letter", "letter")),
    ),
    Setting(
        key="printer",
        label="Printer",
        section=SITE,
        about="The printer that slips go to, where this computer prints with lp. lpstat -p lists them.",
        allowed="The name of a printer. Empty: the usual one of this computer.",
        check=_printer,
        longest=127,
    ),
    Setting(
        key="site.working_days",
        label="Open on",
        section=DAY,
        about="Days on which somebody answers. Due dates count only these.",
        allowed='A list such as ["mon", "tue", "sat"].',
        default=WEEKDAYS[:5],
        check=_any_text,
        shape=Shape.SOME,
        choices=tuple((name, name.capitalize()) for name in WEEKDAYS),
    ),
    Setting(
        key="site.day_starts",
        label="Starts",
        section=DAY,
        about="When the business day starts.",
        allowed='24 hours in quarters, as in "9:00" or "20:30".',
        default="9:00",
        check=_time,
        longest=5,
    ),
    Setting(
        key="site.day_ends",
        label="Ends",
        section=DAY,
        about="When it ends. Not after the start: on the next morning, and until then the day before goes on.",
        allowed='24 hours in quarters, as in "19:00" or "5:30".',
        default="19:00",
        check=_time,
        longest=5,
    ),
    Setting(
        key="site.holidays",
        label="Holidays",
        section=DAY,
        about="A text file with a date a line, as in 2026-12-25 Christmas. Due dates pass over these days.",
        allowed="The path of a file, or empty.",
        check=_holidays,
    ),
    Setting(
        key="site.contact_channel",
        label="Channel",
        section=CONTACT,
        about="How candidates reach you. Every slip ends with: Reach us by ..., and these words.",
        allowed='A few words, as in "message on the number you applied with".',
        default="message on the number you applied with",
        check=_some_text,
        longest=120,
    ),
    Setting(
        key="site.contact_hours",
        label="Hours",
        section=CONTACT,
        about="When they reach somebody. Stands on every slip after the channel.",
        allowed='A few words, as in "9 am to 7 pm".',
        default="9 am to 7 pm",
        check=_some_text,
        longest=60,
    ),
    Setting(
        key="site.keep_days",
        label="Keep for",
        section=RECORDS,
        about="Days after the last step for which the law asks you to keep a record. Before that nobody is erased.",
        allowed='A whole number of days, as in "180"; "0" where no law asks for it.',
        default="0",
        check=_days,
        longest=4,
    ),
    Setting(
        key="site.forget_days",
        label="Erase at",
        section=RECORDS,
        about="Days after the last step after which milepost retention would erase people; you look first.",
        allowed='A whole number of days, as in "365"; "0" for what the follow-up data says.',
        default="0",
        check=_days,
        longest=4,
    ),
    Setting(
        key="site.fairness",
        label="Fairness",
        section=RECORDS,
        about="A file of its own for what people say freely of themselves, to count whether groups are treated alike.",
        allowed="A file, whose key is made beside it, or empty: this site does not look at it.",
        check=_own_file,
    ),
    Setting(
        key="letterhead.name",
        label="Name",
        section=LETTERHEAD,
        about="Who writes: the name at the head of slips and reports, in every format.",
        allowed="Any name. Empty: the name of the site.",
        check=_any_text,
        longest=60,
    ),
    Setting(
        key="letterhead.line",
        label="Contact",
        section=LETTERHEAD,
        about="A line beside the name, such as an address, a phone number or a web page.",
        allowed="A few words, or empty.",
        check=_any_text,
        longest=90,
    ),
    Setting(
        key="letterhead.footer",
        label="Footer",
        section=LETTERHEAD,
        about="A line at the foot of every page.",
        allowed="A sentence, or empty.",
        check=_any_text,
        longest=120,
    ),
    Setting(
        key="letterhead.accent",
        label="Colour",
        section=LETTERHEAD,
        about="The colour of heads, rules and marks on web pages, in PDF files and e-mails.",
        allowed='Six hex digits, as in "#0a665d", dark enough to read on white paper.',
        default=letterhead.ACCENT,
        check=_accent,
        longest=7,
    ),
    Setting(
        key="letterhead.ink",
        label="Words",
        section=LETTERHEAD,
        about="The colour of the words themselves.",
        allowed='Six hex digits, as in "#171b1a", darker than other colours.',
        default=letterhead.INK,
        check=_ink,
        longest=7,
    ),
    Setting(
        key="letterhead.templates",
        label="Templates",
        section=LETTERHEAD,
        about="Your own layout of slips and reports; the README says how it is written. Looked at before each use.",
        allowed="A folder, or empty for the layout of Milepost.",
        check=_folder,
        by_hand=_templates,
    ),
    Setting(
        key="mail.host",
        label="Server",
        section=MAIL,
        about="The mail server that slips leave from. Without one, no slip is sent by e-mail.",
        allowed='A name, as in "smtp.example.org", or empty.',
        check=_host,
        longest=253,
    ),
    Setting(
        key="mail.port",
        label="Port",
        section=MAIL,
        about="The port of the mail server.",
        allowed='Usually "587" with STARTTLS and "465" with TLS.',
        default="587",
        check=_port,
        longest=5,
    ),
    Setting(
        key="mail.security",
        label="Security",
        section=MAIL,
        about="How the connection is made safe. Nothing is ever sent over one that is not.",
        allowed='"starttls" or "tls".',
        default="starttls",
        check=_any_text,
        shape=Shape.ONE,
        choices=(("starttls", "STARTTLS"), ("tls", "TLS from the start")),
    ),
    Setting(
        key="mail.sender",
        label="From",
        section=MAIL,
        about="The address that slips come from, and that answers go to.",
        allowed='An address, as in "slips@example.org".',
        check=_sender,
        longest=254,
    ),
    Setting(
        key="mail.user",
        label="User",
        section=MAIL,
        about="Who you are to the mail server. The password is never kept here: see Password.",
        allowed="The name of the account, or empty where the server asks for none.",
        check=_any_text,
        longest=254,
    ),
    Setting(
        key="mail.password_command",
        label="Password",
        section=MAIL,
        about="A command that prints the password, as in pass show mail. Without one: MILEPOST_MAIL_PASSWORD.",
        allowed="A command, or empty. Never the password itself: it would stand in this file.",
        check=_command,
    ),
    Setting(
        key="mail.undo_minutes",
        label="Wait",
        section=MAIL,
        about="Minutes for second thoughts before a mail leaves; until then one undo takes it back.",
        allowed='A whole number of minutes from "0" to "60".',
        default="3",
        check=_minutes,
        longest=2,
    ),
    Setting(
        key="workbook",
        label="Workbook",
        section=FOLDERS,
        about="The workbook that opens when no other one is named.",
        allowed="A file, or a postgresql:// address. Empty: the usual place.",
        check=_any_text,
        by_hand=_workbook,
        when=When.NEXT_START,
    ),
    Setting(
        key="exports",
        label="Exports",
        section=FOLDERS,
        about="Where slips, reports and lists go as files.",
        allowed="A folder; it is made when it is needed. Empty: Milepost in your documents.",
        check=_new_folder,
    ),
    Setting(
        key="catalogue",
        label="Catalogue",
        section=FOLDERS,
        about="Your own milestones, accounts and texts, laid over those that come with Milepost.",
        allowed="A folder, or empty.",
        check=_folder,
        when=When.NEXT_START,
    ),
)
"""In the order in which they are shown."""

BY_KEY: Final = {setting.key: setting for setting in SETTINGS}
SITE_KEYS: Final = tuple(key.removeprefix("site.") for key in BY_KEY if key.startswith("site."))
LETTERHEAD_KEYS: Final = tuple(key.removeprefix("letterhead.") for key in BY_KEY if key.startswith("letterhead."))
MAIL_KEYS: Final = tuple(key.removeprefix("mail.") for key in BY_KEY if key.startswith("mail."))
TOP_KEYS: Final = (*(key for key in BY_KEY if "." not in key), "site", "letterhead", "mail", "keys")
