"""The tables, named as the working group knows them; rows hold columns, keys and relationships only."""

from tessebs_core.database.base import Base
from tessebs_core.database.schema.auditing import CURATED
from tessebs_core.database.schema.audits import Audit
from tessebs_core.database.schema.comments import Comment, Draft
from tessebs_core.database.schema.comparing import Compared
from tessebs_core.database.schema.credentials import Credential
from tessebs_core.database.schema.ephemerides import Ephemeris, EphemerisSource, ephemeris_sectors
from tessebs_core.database.schema.judgements import Decision, Vote
from tessebs_core.database.schema.legacy import LegacyRow, LegacySetAside
from tessebs_core.database.schema.people import Setting, User
from tessebs_core.database.schema.products import Product
from tessebs_core.database.schema.queue import (
    Assignment,
    Claim,
    GoldAnswer,
    Report,
    SectorCheck,
    Snooze,
    Touched,
    Waiting,
)
from tessebs_core.database.schema.releases import Release, ReleasePart
from tessebs_core.database.schema.runs import BLSRun, Run, run_sectors
from tessebs_core.database.schema.signals import EB, Origin, eb_origins
from tessebs_core.database.schema.targets import TIC, Provenance, Sector, tic_provenances, tic_sectors
from tessebs_core.database.schema.touching import mark_touched
from tessebs_core.database.schema.work import Batch, Runner, Task

__all__ = [
    "CURATED",
    "EB",
    "TIC",
    "Assignment",
    "Audit",
    "BLSRun",
    "Base",
    "Batch",
    "Claim",
    "Comment",
    "Compared",
    "Credential",
    "Decision",
    "Draft",
    "Ephemeris",
    "EphemerisSource",
    "GoldAnswer",
    "LegacyRow",
    "LegacySetAside",
    "Origin",
    "Product",
    "Provenance",
    "Release",
    "ReleasePart",
    "Report",
    "Run",
    "Runner",
    "Sector",
    "SectorCheck",
    "Setting",
    "Snooze",
    "Task",
    "Touched",
    "User",
    "Vote",
    "Waiting",
    "eb_origins",
    "ephemeris_sectors",
    "mark_touched",
    "run_sectors",
    "tic_provenances",
    "tic_sectors",
]
