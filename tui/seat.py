"""The seat that was handed to a candidate: a file of this computer that says so, and the staff code that ends it.

While the file is there, Milepost starts into the exam and into nothing else, even after it was killed. The code is kept
only as what scrypt makes of it. Whoever may use this account of the computer can take the file away with
`milepost unlock`; that is the way back when the code is forgotten.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, TypeVar

import platformdirs

from domain.model.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

APP = "milepost"
SHORTEST, LONGEST = 4, 12
"""Digits of a staff code."""
FREE_TRIES = 3
"""Wrong codes that cost nothing but the try."""
FIRST_WAIT, LONGEST_WAIT = 5_000, 300_000
"""Milliseconds to wait after the fourth wrong code; twice as long after each further one, up to the second."""
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True, slots=True)
class Code:
    """A staff code as it is kept."""

    salt: str
    """Hexadecimal."""
    digest: str
    """Hexadecimal, of scrypt with n=16384, r=8, p=1."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that is kept for a candidate."""

    where: str
    """A digest of the workbook's address, which may hold a password."""
    attempt: int
    code: Code
    papers: tuple[int, ...] = ()
    """The papers that were handed over, in their order."""
    wrong: int = 0
    """Wrong codes in a row."""
    wait_until: int = 0
    """Milliseconds UTC before which no code is looked at."""
    person: int = 0
    """Who reads the free questions; 0 where it is an exam."""


def mark_of(where: str) -> str:
    """What stands for the address of a workbook in the file."""
    return hashlib.sha256(where.encode()).hexdigest()


# codes ---------------------------------------------------------------------------------------------------------------


def make_code(digits: str) -> Code:
    """A code as it is kept; BadInput unless it is 4 to 12 digits."""
    if not (SHORTEST <= len(digits) <= LONGEST and digits.isascii() and digits.isdigit()):
        raise BadInput("That is no staff code.", f"Use {SHORTEST} to {LONGEST} digits.")
    salt = secrets.token_bytes(16)
    return Code(salt.hex(), _digest(digits, salt))


def fits(code: Code, digits: str) -> bool:
    """Whether these digits are the code; takes some hundredths of a second on purpose."""
    return hmac.compare_digest(_digest(digits, bytes.fromhex(code.salt)), code.digest)


def _digest(digits: str, salt: bytes) -> str:
    return hashlib.scrypt(digits.encode(), salt=salt, **_COST).hex()


def _is_sound(code: Code) -> bool:
    try:
        return bool(bytes.fromhex(code.salt)) and bool(code.digest)
    except ValueError:
        return False


def differing() -> BadInput:
    """Two codes that should be one."""
    return BadInput("The two codes differ.", "Type the same digits twice.")


def taken() -> Unavailable:
    """Another program on this computer keeps a seat."""
    return Unavailable(
        "Another Milepost on this computer runs an exam.", "End that one first, or use another computer."
    )


# the file ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeatFiles:
    """Where a seat is written down: in the user's own folder for what a program remembers."""

    name: str = "exam-seat"
    """A demonstration has files of its own, which no other start looks at."""

    @property
    def folder(self) -> Path:
        """The folder."""
        return platformdirs.user_state_path(APP)

    @property
    def seat(self) -> Path:
        """The file that is there while a seat is kept."""
        return self.folder / f"{self.name}.json"

    @property
    def code(self) -> Path:
        """The staff code that was used last."""
        return self.folder / f"{self.name}-code.json"

    @property
    def lock(self) -> Path:
        """The file that the program at the seat holds while it is alive."""
        return self.folder / f"{self.name}.lock"

    def keep(self, seat: Seat) -> None:
        """Write the seat down, whole or not at all, for its owner only; Unavailable where that cannot be done."""
        _write(self.seat, asdict(seat))
        _write(self.code, asdict(seat.code))

    def kept(self) -> Seat | None:
        """The seat that is kept on this computer; None where there is none.

        A file that cannot be read still keeps the seat: nobody gets out by spoiling it.
        """
        if not self.seat.exists():
            return None
        found = _read(self.seat, Seat)
        if found is not None and _is_sound(found.code):
            return found
        return Seat("", 0, self.last_code() or Code("", ""))

    def last_code(self) -> Code | None:
        """The code that was used last on this computer; None where there is none that can be read."""
        found = _read(self.code, Code)
        return found if found is not None and _is_sound(found) else None

    def let_go(self) -> bool:
        """The seat is nobody's any more; whether it was somebody's. Unavailable where the file cannot be deleted."""
        try:
            self.seat.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise Unavailable(f"The seat cannot be freed: {error.strerror}.", f"Delete {self.seat}.") from error
        return True

    def forget_code(self) -> None:
        """Ask for a new code the next time."""
        self.code.unlink(missing_ok=True)

    def try_code(self, seat: Seat, digits: str, now: int) -> tuple[bool, Seat]:
        """Whether a code ends the seat, and the seat as it is then; wrong tries are counted across every start.

        While there is something to wait for, no code is looked at. `now` is in milliseconds UTC.
        """
        if not self.seat.exists():
            return True, seat  # somebody has unlocked it from the command line
        if wait_left(seat, now):
            return False, seat
        if seat.code.salt and fits(seat.code, digits):
            return True, seat
        wrong = seat.wrong + 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE_TRIES - 1)) if wrong > FREE_TRIES else 0
        counted = replace(seat, wrong=wrong, wait_until=now + wait if wait else 0)
        _write(self.seat, asdict(counted))
        return False, counted


def wait_left(seat: Seat, now: int) -> int:
    """Milliseconds until another code is looked at; a clock that was turned back makes nobody wait for ever."""
    return min(LONGEST_WAIT, max(0, seat.wait_until - now))


def _read(path: Path, kind: type[T]) -> T | None:
    import msgspec

    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def _write(path: Path, value: object) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
    except OSError as error:
        raise Unavailable(
            f"The seat cannot be kept: {error.strerror or error}.", f"Look whether {path.parent} can be written."
        ) from error


# one program at a time -----------------------------------------------------------------------------------------------


class Holder:
    """Says to other starts of Milepost that the program at the seat is alive, so that only a dead one is taken over."""

    def __init__(self, files: SeatFiles) -> None:
        """Hold nothing yet."""
        self._files = files
        self._held: int | None = None

    def take(self) -> bool:
        """Hold the seat; False where another program that is alive holds it."""
        try:
            import fcntl
        except ImportError:  # no such locks on this system: the program that starts takes the seat over
            return True
        self._files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(self._files.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(held)
            return False
        self._held = held
        return True

    def release(self) -> None:
        """Hold it no longer."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
