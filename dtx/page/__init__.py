"""A rehearsal and a session record as pages, for people."""

from dtx.page.text import log_lines, page_lines

__all__ = ["log_lines", "page_lines"]
