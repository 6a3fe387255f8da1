"""What accepting a proposal would write, and whether this person may: read from votes and entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from tessebs_core.compute.acceptance import SettledBinary, settled_binary
from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.compute.consensus import said_of_signals, standings
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores.decisions import decisions_on
from tessebs_core.database.stores.ephemerides import ephemeris_record, proposals_of
from tessebs_core.database.stores.first_looks import first_look
from tessebs_core.database.stores.signals import signal_record, signals_of
from tessebs_core.database.stores.votes import votes_on
from tessebs_core.errors import InputError, NoLightCurve, NotPermitted, SignalExists
from tessebs_core.records import (
    CatalogueSignal,
    Ephemeris,
    Offer,
    SignalBoard,
)
from tessebs_core.workflows.light_curves import load_light_curve, provenances_with_light_curve
from tessebs_core.workflows.permissions import may_lead, require_member
from tessebs_core.workflows.signal_light import others_of
from tessebs_core.workflows.workspace import Workspace

__all__ = ["Plan", "length_of_data", "load_signals", "plan_acceptance"]


@dataclass(frozen=True)
class Plan:
    """What is to be accepted as which signal.

    Parameters
    ----------
    tess_id : int
        The target.
    provenance : str or None
        The product that it was found in.
    ephemeris : Ephemeris
        The proposal at the multiple that was agreed on.
    binary : SettledBinary
        What was agreed on.
    signal_id : int
        The signal's number.
    entry_id : int or None
        The entry that stands under it.
    others : tuple of Ephemeris
        The target's other signals that stand in the catalogue.
    """

    tess_id: int
    provenance: str | None
    ephemeris: Ephemeris
    binary: SettledBinary
    signal_id: int
    entry_id: int | None
    others: tuple[Ephemeris, ...]

    @property
    def proposal(self) -> tuple[Ephemeris, SettledBinary]:
        """What the person who accepts has seen."""
        return self.ephemeris, self.binary


_Settled = tuple[EphemerisRow, SettledBinary]


def length_of_data(workspace: Workspace, tess_id: int) -> float | None:
    """Length of the target's light curve, days; None where there is none."""
    held = provenances_with_light_curve(workspace, tess_id)
    if not held:
        return None
    try:
        return load_light_curve(workspace, tess_id, held[0]).baseline or None
    except NoLightCurve:
        return None


def plan_acceptance(
    session: Session, username: str, ephemeris_id: int, signal_id: int | None, baseline: float | None
) -> Plan:
    """Check everything that accepting a proposal needs.

    Parameters
    ----------
    signal_id : int or None
        The number asked for.
    baseline : float or None
        Length of the light curve, days, within which periods are told apart.

    Raises
    ------
    InputError
        There is no such proposal, or it is not settled as `eb`.
    SignalExists
        It is a signal that stands already, and its number was not asked for.
    NotPermitted
        This person may not accept it.
    """
    require_member(session, username)
    row = session.get(EphemerisRow, ephemeris_id)
    if row is None:
        raise InputError(f"There is no ephemeris {ephemeris_id}; it may have been removed. Reload the page.")
    tess_id = row.tic.tess_id
    binary = _binaries(session, proposals_of(session, tess_id)).get(ephemeris_id)
    if binary is None:
        raise InputError(
            f"Ephemeris {ephemeris_id} is not settled as an eclipsing binary, so it cannot be accepted. "
            "Agreeing votes or a lead's decision settle it."
        )
    if binary.by_decision and not may_lead(session, username):
        raise NotPermitted(
            f"Ephemeris {ephemeris_id} was settled by a lead's decision: a lead accepts it. "
            f"{username} is no lead."
        )
    ephemeris = ephemeris_record(row).multiple(binary.multiple)
    signals = [signal_record(each) for each in signals_of(session, tess_id)]
    number = _number(tess_id, ephemeris, signals, signal_id, baseline, lead=may_lead(session, username))
    standing = next((each for each in signals if each.signal_id == number), None)
    others = others_of(signals, number)
    return Plan(
        tess_id, None if row.provenance is None else row.provenance.name, ephemeris, binary, number,
        None if standing is None else standing.entry_id, others,
    )  # fmt: skip


def load_signals(workspace: Workspace, username: str, tess_id: int) -> SignalBoard:
    """A target's signals by number, and what this person could accept of its proposals.

    While the first look is blind, a proposal that this person has not judged has no offer, and a signal that
    stands for it is left out; one without an ephemeris is, until all proposals are judged. Else a target
    with a known answer would give it away.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """

    def work(session: Session) -> tuple[list[CatalogueSignal], list[_Settled], bool]:
        rows = proposals_of(session, tess_id)
        look = first_look(session, username, rows)
        known, keys = look.known, [row.id for row in rows]
        binaries = {number: each for number, each in _binaries(session, rows).items() if number in known}
        signals = [
            signal_record(each)
            for each in signals_of(session, tess_id)
            if look.shows_entry(each.ephemeris_id, keys)
        ]
        settled = [(row, binaries[row.id]) for row in rows if row.id in binaries]
        return signals, settled, may_lead(session, username)

    signals, settled, lead = workspace.database.read(work)
    baseline = length_of_data(workspace, tess_id) if signals and settled else None
    offers = {row.id: _offer(tess_id, row, binary, signals, baseline, lead=lead) for row, binary in settled}
    return SignalBoard(tuple(signals), offers)


def _offer(
    tess_id: int,
    row: EphemerisRow,
    binary: SettledBinary,
    signals: list[CatalogueSignal],
    baseline: float | None,
    *,
    lead: bool,
) -> Offer:
    ephemeris = ephemeris_record(row).multiple(binary.multiple)
    refusal = ""
    if binary.by_decision and not lead:
        refusal = "settled by a lead's decision; a lead accepts it"
    kin = _kin(ephemeris, signals, baseline)
    number = kin[0].signal_id if kin else _smallest_free(signals)
    same = [each for each in kin if each.ephemeris == ephemeris]
    return Offer(
        ephemeris_id=row.id,
        ephemeris=ephemeris,
        multiple=binary.multiple,
        flags=binary.flags,
        signal_id=same[0].signal_id if same else number,
        updates=bool(kin),
        accepted=any(each.in_catalog for each in same),
        refusal=refusal,
    )


def _binaries(session: Session, rows: Sequence[EphemerisRow]) -> dict[int, SettledBinary]:
    """The proposals of a target that are settled as `eb`, by their id."""
    ids = [row.id for row in rows]
    cast = votes_on(session, ids)
    found = {}
    meant = said_of_signals(cast)
    for number, standing in standings(cast, decisions_on(session, ids)).items():
        binary = settled_binary(standing, [vote for vote in meant if vote.ephemeris_id == number])
        if binary is not None:
            found[number] = binary
    return found


def _number(
    tess_id: int,
    ephemeris: Ephemeris,
    signals: list[CatalogueSignal],
    asked: int | None,
    baseline: float | None,
    *,
    lead: bool,
) -> int:
    same = [each for each in signals if each.ephemeris == ephemeris]
    kin = same or _kin(ephemeris, signals, baseline)
    if asked is None:
        if same or not kin:
            return same[0].signal_id if same else _smallest_free(signals)
        raise SignalExists(tess_id, kin[0].signal_id, _ratio_words(ephemeris, kin[0], baseline))
    if asked < 1:
        raise InputError(f"{asked} is no number of a signal: they count from 1.")
    if asked in {each.signal_id for each in kin}:
        return asked
    if same:
        raise InputError(f"TIC {tess_id}: this ephemeris is that of signal {same[0].signal_id} already.")
    if lead:  # who may say that a resonance is real, or that a number was given to the wrong thing
        return asked
    if kin:
        raise SignalExists(tess_id, kin[0].signal_id, _ratio_words(ephemeris, kin[0], baseline))
    if asked in {each.signal_id for each in signals if each.ephemeris is not None}:
        raise NotPermitted(
            f"TIC {tess_id}: signal {asked} has another period. A lead can replace it; leave the number "
            "out to enter a signal of its own."
        )
    return asked


def _kin(
    ephemeris: Ephemeris, signals: list[CatalogueSignal], baseline: float | None
) -> list[CatalogueSignal]:
    """Signals that the ephemeris is one of, or a small multiple or fraction of, the same period first."""
    found = []
    for each in signals:
        ratio = None if each.ephemeris is None else alias_ratio(ephemeris, each.ephemeris, baseline=baseline)
        if ratio is not None:
            found.append((ratio != 1, each.signal_id, each))
    return [each for _, _, each in sorted(found, key=lambda item: item[:2])]


def _ratio_words(ephemeris: Ephemeris, signal: CatalogueSignal, baseline: float | None) -> str:
    ratio = Fraction(1)
    if signal.ephemeris is not None:
        ratio = alias_ratio(ephemeris, signal.ephemeris, baseline=baseline) or ratio
    return "just" if ratio == 1 else f"{ratio} of"


def _smallest_free(signals: list[CatalogueSignal]) -> int:
    taken = {each.signal_id for each in signals}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
