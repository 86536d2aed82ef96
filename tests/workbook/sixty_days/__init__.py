"""Sixty days of a hub, lived day by day; what must hold is worked out here, without the program's own rules."""
