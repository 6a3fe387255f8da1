"""How long work says how far it is, and learns that it should stop."""

from tessebs_core.errors import Cancelled
from tessebs_core.records.reporting import Report, Step, silent

__all__ = ["Cancelled", "Report", "Step", "silent"]
