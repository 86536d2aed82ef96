"""Demonstration hubs: invented people with sixty days of history and a morning in full swing."""

from seed.clock import DEMO_DAY, MID_MORNING, demo_clock
from seed.hub import DEFAULT_PEOPLE, DEFAULT_SEED, Built, build

__all__ = ["DEFAULT_PEOPLE", "DEFAULT_SEED", "DEMO_DAY", "MID_MORNING", "Built", "build", "demo_clock"]
