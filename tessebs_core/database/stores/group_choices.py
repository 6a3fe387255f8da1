"""Choices that a lead makes for the whole group; kept among that lead's own settings, the newest counts.

A row of somebody who is no lead (any more) counts for nothing: who may not decide for the group does not.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Setting, User
from tessebs_core.database.stores.settings import save_setting
from tessebs_core.vocabulary import Role

__all__ = ["gold_share", "is_first_look_blind", "set_first_look_blind", "set_gold_share"]

_BLIND = "group:blind-first-look"
_GOLD = "group:gold-share"
_USUAL_GOLD = 0.05


def is_first_look_blind(session: Session) -> bool:
    """Whether others' votes are hidden until one's own is cast; yes, unless a lead has switched it off."""
    return _newest(session, _BLIND) is not False


def set_first_look_blind(session: Session, username: str, *, blind: bool) -> None:
    """Switch the blind first look on or off for all; the caller checks that this person is a lead."""
    save_setting(session, username, _BLIND, blind)


def gold_share(session: Session) -> float:
    """Which part of everybody's targets have a known answer; 0.05 unless a lead has changed it."""
    share = _newest(session, _GOLD)
    return float(share) if isinstance(share, int | float) and 0 <= share <= 1 else _USUAL_GOLD


def set_gold_share(session: Session, username: str, share: float) -> None:
    """Say which part of everybody's targets have a known answer; the caller checks that this is a lead."""
    save_setting(session, username, _GOLD, share)


def _newest(session: Session, name: str) -> Any:
    leads = User.role.in_([each for each in Role if each.decides])
    statement = select(Setting.value).join(Setting.user).where(Setting.name == name, leads)
    return session.scalar(statement.order_by(Setting.saved_at.desc(), Setting.id.desc()).limit(1))
