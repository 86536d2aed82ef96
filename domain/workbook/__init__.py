"""The use cases: the only door for the screens, the command line and the seed."""

from domain.workbook.workbook import Site, Workbook, open_workbook

__all__ = ["Site", "Workbook", "open_workbook"]
