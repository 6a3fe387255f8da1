"""Whole screens: state, views, plots and actions put together."""

from tessebs_widgets.dashboards.triage import Triage, triage

__all__ = ["Triage", "triage"]
