"""Accounts of the legacy site as people: a name and a role, and nothing else."""

from collections.abc import Mapping
from typing import Any

from tessebs_core.compute.legacy.columns import is_set, words
from tessebs_core.vocabulary import Role

__all__ = ["UNNAMED", "display_name", "role_of"]

UNNAMED = "legacy-unnamed"
"""Who cast the votes that the legacy site stored without a name."""


def role_of(values: Mapping[str, Any]) -> Role:
    """What an account may do here: superusers are admins, staff are leads, closed accounts only look.

    Examples
    --------
    >>> role_of({"is_active": 1, "is_staff": 1, "is_superuser": 0})
    <Role.LEAD: 'lead'>
    """
    if not is_set(values, "is_active"):
        return Role.VIEWER
    if is_set(values, "is_superuser"):
        return Role.ADMIN
    return Role.LEAD if is_set(values, "is_staff") else Role.MEMBER


def display_name(values: Mapping[str, Any]) -> str:
    """First and last name, as far as they are there."""
    return " ".join(filter(None, (words(values, "first_name").strip(), words(values, "last_name").strip())))
