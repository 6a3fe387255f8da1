"""Frozen values that cross layers; each checks itself once, when made."""

from tessebs_core.records.arrays import FloatArray, IntArray
from tessebs_core.records.data_folder import DataFolder
from tessebs_core.records.ephemerides import BTJD_ZERO, Ephemeris, Source
from tessebs_core.records.judgements import Judgement, Position, Standing, StoredDecision, StoredVote
from tessebs_core.records.light_curves import Harmonic, LightCurve, Peak, Periodogram
from tessebs_core.records.proposal_groups import GroupMember, ProposalGroup
from tessebs_core.records.signals import CatalogueSignal, FoundSignal, Offer, SignalBoard
from tessebs_core.records.targets import (
    HeldProduct,
    ListedProduct,
    Pointing,
    SectorPointing,
    TargetMetadata,
)
from tessebs_core.records.triage import (
    Candidate,
    Draft,
    Note,
    Progress,
    Proposal,
)

__all__ = [
    "BTJD_ZERO",
    "Candidate",
    "CatalogueSignal",
    "DataFolder",
    "Draft",
    "Ephemeris",
    "FloatArray",
    "FoundSignal",
    "GroupMember",
    "Harmonic",
    "HeldProduct",
    "IntArray",
    "Judgement",
    "LightCurve",
    "ListedProduct",
    "Note",
    "Offer",
    "Peak",
    "Periodogram",
    "Pointing",
    "Position",
    "Progress",
    "Proposal",
    "ProposalGroup",
    "SectorPointing",
    "SignalBoard",
    "Source",
    "Standing",
    "StoredDecision",
    "StoredVote",
    "TargetMetadata",
]
