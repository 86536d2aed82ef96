"""The boundary: every text that enters by hand or by file passes here."""

from __future__ import annotations

from domain.workbook.intake.contacts import CleanEmail, CleanMobile, clean_email, clean_mobile
from domain.workbook.intake.names import CleanName, clean_name
from domain.workbook.intake.windows import clean_window

__all__ = ["CleanEmail", "CleanMobile", "CleanName", "clean_email", "clean_mobile", "clean_name", "clean_window"]
