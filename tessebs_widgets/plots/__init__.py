"""Figures; each owns one data source."""
