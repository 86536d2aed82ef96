"""A program in a real pty, timed from the outside, and small tables of what was found."""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, LINES = 120, 36
SCRUBBED = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
"""Not for the programs that are timed: where Python may keep nothing, it would compile our modules at every start, but
not those that pip has compiled. Whoever installs Milepost has it compiled as well."""
PATIENCE = 60.0
"""Seconds after which something that should have been painted is given up."""
ASKS_FOR_FRAMES = b"\x1b[?2026$p"
HAS_FRAMES = b"\x1b[?2026;2$y"
FRAME_ENDS = b"\x1b[?2026l"
"""With this answer to that question programs mark where a frame ends, as in most terminals of today."""


class NeverPainted(Exception):
    """What was waited for did not come."""


@dataclass(frozen=True)
class Burst:
    """Seconds from keys to the first frame, to the first one that showed certain words, and to the last one."""

    first: float
    words: float
    last: float


@dataclass
class Terminal:
    """A program in a pty of 120 x 36 that says when its frames were whole."""

    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    cpu: float = 0.0
    """Seconds of processor time, once the program is stopped; a machine that others use too does not lengthen them."""

    def __enter__(self) -> Terminal:
        """Start the program; its time counts from here."""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            scrubbed = {k: v for k, v in os.environ.items() if k not in SCRUBBED}
            os.execvpe(
                self.command[0],
                list(self.command),
                scrubbed | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)} | self.env,
            )
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the program and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        used = os.wait4(self.pid, 0)[2]
        self.cpu = used.ru_utime + used.ru_stime
        os.close(self._fd)

    def wait_for(self, words: str | bytes, patience: float = PATIENCE) -> float:
        """Seconds from the start of the program to the end of the frame that showed these words."""
        return self._frame_with(words, patience) - self.started

    def press(self, keys: str, words: str | bytes = b"") -> float:
        """Seconds from a key to the end of the first frame, or of the first one that showed these words."""
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        return self._frame_with(words, PATIENCE) - pressed

    def type(self, keys: str) -> None:
        """Press keys without waiting for anything."""
        os.write(self._fd, keys.encode())

    def settle(self, quiet: float = 0.12) -> float:
        """Wait until nothing was painted for `quiet` seconds; the moment of the last that was, by `perf_counter`."""
        last = time.perf_counter()
        while self._readable(quiet):
            self._read()
            last = time.perf_counter()
        return last

    def press_and_settle(self, keys: str, quiet: float = 0.12) -> float:
        """Seconds from a key to the last that was painted because of it."""
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        return max(0.0, self.settle(quiet) - pressed)

    def burst(self, keys: str, words: str, quiet: float = 0.2) -> Burst:
        """What is painted because of keys until nothing was painted for `quiet` seconds.

        NeverPainted where the words were not among it.
        """
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        seen, moments = b"", dict[str, float]()
        while self._readable(quiet):
            seen += self._read()
            now = time.perf_counter() - pressed
            if seen.rfind(FRAME_ENDS) < 0:
                continue
            moments.setdefault("first", now)
            if (at := seen.find(words.encode())) >= 0 and seen.find(FRAME_ENDS, at) >= 0:
                moments.setdefault("words", now)
            moments["last"] = now
        if len(moments) < 3:
            raise NeverPainted(f"{self.command}: {words!r} did not come after {keys!r}")
        return Burst(**moments)

    def memory(self) -> float:
        """Megabytes of memory that are resident now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def _frame_with(self, words: str | bytes, patience: float) -> float:
        wanted = words.encode() if isinstance(words, str) else words
        seen, end = b"", time.perf_counter() + patience
        while self._readable(end - time.perf_counter()):
            seen += self._read()
            now = time.perf_counter()
            at = seen.find(wanted)
            if at >= 0 and seen.find(FRAME_ENDS, at) >= 0:
                return now
        raise NeverPainted(f"{self.command}: {wanted!r} did not come within {patience:.0f} s after {seen[-2000:]!r}")

    def _readable(self, patience: float) -> bool:
        return bool(select.select([self._fd], [], [], max(0.0, patience))[0])

    def _read(self) -> bytes:
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError as error:
            raise NeverPainted(f"{self.command} ended") from error
        if ASKS_FOR_FRAMES in data:
            os.write(self._fd, HAS_FRAMES)
        return data


def milepost(where: str | Path, home: Path, *words: str) -> Terminal:
    """The program on a workbook, with no settings of this machine."""
    return Terminal([sys.executable, "-m", "tui.cli", "--file", str(where), *words], private(home))


def bare() -> Terminal:
    """The floor: an app that shows one line and changes it at every key."""
    return Terminal([sys.executable, "-m", "tests.benchmarks.bare"])


def private(home: Path) -> dict[str, str]:
    """An environment that finds nothing of the user's and leaves nothing with them."""
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {"HOME": str(home), "MILEPOST_CONFIG": str(home / "none.toml"), "TEXTUAL_ANIMATIONS": "none"} | folders


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def worked(work: Callable[[], object]) -> float:
    """Seconds of processor time that it took; a machine that others use too does not lengthen them by much."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run(*command: str, env: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds by the clock and of processor time of a whole process; CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = os.environ | (env or {}) | {"PYTHONPATH": str(ROOT)}
    clock = timed(lambda: subprocess.run(command, env=whole, cwd=ROOT, check=True, stdout=subprocess.DEVNULL))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def p95(values: Sequence[float]) -> float:
    """The 95th percentile: the value that one in twenty exceeds."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


@dataclass
class Figures:
    """What a benchmark found, row by row; the first row is what the others are held against."""

    title: str
    unit: str = "ms"
    rows: list[tuple[str, list[float], str]] = field(default_factory=list)

    def add(self, name: str, seconds: Sequence[float], note: str = "") -> None:
        """One row: every time that was measured."""
        factor = 1000 if self.unit == "ms" else 1
        self.rows.append((name, [value * factor for value in seconds], note))

    def show(self) -> None:
        """Print the table: how many, the median, the 95th percentile, and the ratio of medians to the first row."""
        print(self.title)
        width = max(len(name) for name, _, _ in self.rows)
        print(f"  {'':{width}}  {'n':>4}  {'p50 ' + self.unit:>9}  {'p95 ' + self.unit:>9}  {'ratio':>6}")
        floor = statistics.median(self.rows[0][1])
        for name, values, note in self.rows:
            middle = statistics.median(values)
            numbers = f"{len(values):>4}  {middle:>9.2f}  {p95(values):>9.2f}  {middle / floor:>6.2f}"
            print(f"  {name:{width}}  {numbers}  {note}".rstrip())


@contextmanager
def home() -> Iterator[Path]:
    """A home folder that is gone afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="milepost-home-") as folder:
        yield Path(folder)
