"""Tickets on paper: slips become documents, documents become a printer's bytes."""

from printer.document import Document
from printer.port import Printer, PrinterStatus, PrintOutcome

__all__ = ["Document", "PrintOutcome", "Printer", "PrinterStatus"]
