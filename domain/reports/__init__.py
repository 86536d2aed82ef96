"""One document, many formats: text, Markdown, HTML, PDF and JSON, and lists as tables.

The input is what a candidate may read (`domain.model.slip`), so nothing private can reach a file. Slow libraries are
imported where they are used.
"""

from domain.reports.briefing_file import briefing_name, render_briefing
from domain.reports.bulk import render_many
from domain.reports.calendar_file import Appointment, appointment_file
from domain.reports.eml_file import Envelope, draft_message, mail_address, slip_message
from domain.reports.files import write_new, write_over
from domain.reports.formats import Addressed, Format, Letterhead, Paper, Rendered
from domain.reports.names import file_name, slug
from domain.reports.note_file import Note, note_draft, note_message
from domain.reports.one_file import render_together, slips_pdf
from domain.reports.rendering import render_any, render_journey, render_ladder, render_slip
from domain.reports.script_file import render_script, script_name
from domain.reports.site_templates import TemplateFault, check_templates
from domain.reports.table import Column, TableFormat, render_table
from domain.reports.text_file import slip_body

__all__ = [
    "Addressed",
    "Appointment",
    "Column",
    "Envelope",
    "Format",
    "Letterhead",
    "Note",
    "Paper",
    "Rendered",
    "TableFormat",
    "TemplateFault",
    "appointment_file",
    "briefing_name",
    "check_templates",
    "draft_message",
    "file_name",
    "mail_address",
    "note_draft",
    "note_message",
    "render_any",
    "render_briefing",
    "render_journey",
    "render_ladder",
    "render_many",
    "render_script",
    "render_slip",
    "render_table",
    "render_together",
    "script_name",
    "slip_body",
    "slip_message",
    "slips_pdf",
    "slug",
    "write_new",
    "write_over",
]
