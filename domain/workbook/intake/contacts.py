"""Mobile numbers and e-mail addresses: parsed where they parse, else kept as typed with the reason."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.workbook.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TYPED = 60
MAX_EMAIL = 254
MIN_DIGITS = 7
_TWO = re.compile(r"\s*[/;,|&\n]\s*|\s+(?:or|and|o|y|at|saka)\s+", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d{7,15})\.0+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_LETTERS = re.compile(r"[^\W\d_]")
_EXTENSION = re.compile(r"(?:ext|x|loc|local)\.?\s*\d{1,6}$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[ ().\-]")
_PLAIN_NUMBER = re.compile(r"\+?\d{8,15}")
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
_PLAIN_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class CleanMobile:
    """A number fit to be dialled, or what was typed."""

    number: str
    """E.164, or '' where it does not parse."""
    typed: str
    doubt: str = ""
    """Why it does not parse, or what was made of it; '' where it is plain."""
    second: str = ""
    """A second number of the same cell, as typed."""
    landline: bool = False

    @property
    def key(self) -> str:
        """What two spellings of one number share; '' for less than seven digits."""
        if self.number:
            return self.number
        digits = "".join(filter(str.isdigit, self.typed))
        return f"~{digits[-10:].lstrip('0')}" if len(digits) >= MIN_DIGITS else ""


@dataclass(frozen=True, slots=True)
class CleanEmail:
    """An address fit to be written to, or what was typed."""

    address: str
    """Lower case, or '' where it does not parse."""
    typed: str
    doubt: str = ""


class PhoneReader:
    """Reads the numbers of one region; remembers what it has read."""

    def __init__(self, region: str) -> None:
        """Take a two-letter region, as in 'PH'; an unknown one reads only numbers with a country code."""
        from phonenumbers import PhoneMetadata

        self.region = region
        self._seen: dict[str, CleanMobile] = {}
        self._mobile: re.Pattern[str] | None = None
        self._code = ""
        metadata = PhoneMetadata.metadata_for_region(region)
        if metadata and metadata.mobile and metadata.mobile.national_number_pattern and metadata.country_code:
            self._mobile = re.compile(metadata.mobile.national_number_pattern)
            self._code = f"+{metadata.country_code}"

    def read(self, text: str) -> CleanMobile:
        """The number in a cell; the first of two."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._read(text)
        return found

    def _read(self, text: str) -> CleanMobile:
        quick = self.quick(text)
        if quick:
            return CleanMobile(quick, text)
        typed = " ".join(clean(text, MAX_TYPED, lines=False).split())
        if not typed or typed.lower() in vocabulary().blank:
            return CleanMobile("", "")
        return self._two(clean(text, MAX_TYPED, lines=True).strip(), typed)

    def quick(self, text: str) -> str:
        """E.164 of a plainly written mobile number with its country code; '' leaves it to the library.

        A number that fills the region's own mobile pattern behind '+63', '63' or '0' is what the library answers
        as well; a test holds the two together.
        """
        if self._mobile is None or len(text) > MAX_TYPED or not text.isascii():
            return ""
        bare = _PUNCTUATION.sub("", text)
        if not _PLAIN_NUMBER.fullmatch(bare):
            return ""
        national = ""
        if bare.startswith(self._code):
            national = bare[len(self._code) :]
        elif bare.startswith(self._code[1:]) and not self._mobile.fullmatch(bare):
            national = bare[len(self._code) - 1 :]
        elif self.region == "PH" and bare.startswith("0"):
            national = bare[1:]
        return self._code + national if national and self._mobile.fullmatch(national) else ""

    def _two(self, text: str, typed: str) -> CleanMobile:
        parts = [part for part in _TWO.split(text) if part]
        full = [part for part in parts if sum(map(str.isdigit, part)) >= MIN_DIGITS]
        if len(parts) < 2 or not full:
            return self._one(typed, typed)
        found = self._one(full[0], typed)
        rest = ", ".join(part for part in parts if part is not full[0])
        doubt = f'"{typed}" is more than one number; the first was taken.' if found.number else found.doubt
        return CleanMobile(found.number, typed, doubt, rest, found.landline)

    def _one(self, text: str, typed: str) -> CleanMobile:
        text, lost = _unspoilt(text)
        if lost:
            return CleanMobile("", typed, f'A spreadsheet shortened "{typed}", so digits are lost; ask for the number.')
        if _LETTERS.search(_EXTENSION.sub("", text)):
            return CleanMobile("", typed, f'"{typed}" is no mobile number; kept as typed.')
        number, landline = _parse(text, self.region)
        if number:
            return CleanMobile(number, typed, landline=landline)
        digits = "".join(filter(str.isdigit, text))
        if not text.startswith("+") and len(digits) > 10:
            number, landline = _parse(f"+{digits.removeprefix('00')}", None)
            if number:
                return CleanMobile(number, typed, f'"{typed}" was read as {number}.', landline=landline)
        place = vocabulary().regions.get(self.region, self.region)
        return CleanMobile("", typed, f'"{typed}" is no number in use in {place}; kept as typed.')


def _unspoilt(text: str) -> tuple[str, bool]:
    """A number as it was before a spreadsheet took it for a quantity, and whether digits are lost."""
    whole = _WHOLE_FLOAT.fullmatch(text)
    if whole:
        return whole.group(1), False
    short = _SCIENTIFIC.fullmatch(text)
    if not short:
        return text, False
    digits = short.group(1) + (short.group(2) or "")
    return digits, len(digits) != int(short.group(3)) + 1


def _parse(text: str, region: str | None) -> tuple[str, bool]:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "", False
    if not phonenumbers.is_valid_number(number):
        return "", False
    landline = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), landline


def likely_regions(numbers: Iterable[str], site: str) -> tuple[str, ...]:
    """The regions that these numbers may be from, likeliest first; () where the site's own reads enough of them.

    Only numbers without a plus tell anything. Regions that tell mobiles from landlines come first: where every
    ten digits are a number, as in Mexico, that they read proves little.
    """
    sample = [text for text in numbers if text and not text.lstrip().startswith("+")]
    enough = max(3, len(sample) // 8)
    if not sample or sum(bool(_parse(text, site)[0]) for text in sample) >= len(sample) / 8:
        return ()
    scores: dict[str, tuple[int, int]] = {}
    for region in vocabulary().regions:
        kinds = Counter(_kind(text, region) for text in sample)
        if region != site and kinds["mobile"] + kinds["either"] >= enough:
            scores[region] = (kinds["mobile"], kinds["either"])
    return tuple(sorted(scores, key=lambda region: scores[region], reverse=True))


def _kind(text: str, region: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    kinds = {
        phonenumbers.PhoneNumberType.MOBILE: "mobile",
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE: "either",
    }
    return kinds.get(phonenumbers.number_type(number), "")


class EmailReader:
    """Reads addresses; remembers domains, which repeat."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._domains: dict[str, str] = {}
        self._seen: dict[str, CleanEmail] = {}

    def read(self, text: str) -> CleanEmail:
        """The address in a cell."""
        quick = self.quick(text)
        if quick:
            return CleanEmail(quick, text)
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._read(text)
        return found

    def quick(self, text: str) -> str:
        """A plain local part passes the library whenever its domain does; a test holds the two together."""
        local, _, domain = text.rpartition("@")
        if len(local) > 64 or len(text) > MAX_EMAIL - 1 or not _PLAIN_LOCAL.fullmatch(local):
            return ""
        ending = self._domains.get(domain)
        if ending is None:
            ending = _validate(f"a@{domain}")[2:] if _PLAIN_DOMAIN.fullmatch(domain) else ""
            self._domains[domain] = ending
        return f"{local.lower()}@{ending}" if ending else ""

    def _read(self, text: str) -> CleanEmail:
        typed = " ".join(clean(text, MAX_EMAIL).split())
        if not typed or typed.lower() in vocabulary().blank:
            return CleanEmail("", "")
        address = _validate(typed.removeprefix("mailto:").strip("<>,;. "))
        return CleanEmail(address, typed, "" if address else f'"{typed[:60]}" is no e-mail address; kept as typed.')


def _validate(address: str) -> str:
    """The address in lower case, '' where it is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""


def clean_mobile(text: str, region: str) -> CleanMobile:
    """One number typed by hand, in the site's region ('PH')."""
    return _mobiles(region).read(text)


def clean_email(text: str) -> CleanEmail:
    """One address typed by hand."""
    return _emails().read(text)


@lru_cache(maxsize=8)
def _mobiles(region: str) -> PhoneReader:
    return PhoneReader(region)


@lru_cache(maxsize=1)
def _emails() -> EmailReader:
    return EmailReader()
