"""Whose a signal is that more than two neighbouring stars show: owners are followed to the last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tessebs_core.compute.alias_groups import alias_ratio
from tessebs_core.records.blends import SharedSignal, SignalSide

__all__ = ["traced_owners"]

_Owners = Mapping[int, Sequence[tuple[SignalSide, SignalSide]]]
"""By TIC number of a blend: its side of a pair, and the side of the owner that the pair names."""


def traced_owners(pairs: Sequence[SharedSignal]) -> tuple[SharedSignal, ...]:
    """Name the one star that all pairs of a signal lead to.

    A bright binary shows in many apertures, and two of those are a pair too: the deeper of two blends is no
    owner. Where the star that a pair names, or one of an undecided pair, is the blend of another in another
    pair of the same signal, that other is named, and why.

    Parameters
    ----------
    pairs : sequence of SharedSignal
        Weighed two by two (`tessebs_core.compute.blend_owners.likely_owner`).

    Returns
    -------
    tuple of SharedSignal
        The same in the same order. Where the owners of a signal go in a circle its pairs are undecided.
    """
    owners: defaultdict[int, list[tuple[SignalSide, SignalSide]]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda each: each.chance):
        for blend, owner in ((pair.one, pair.other), (pair.other, pair.one)):
            if pair.owner == owner.tess_id:
                owners[blend.tess_id].append((blend, owner))
    return tuple(_traced(pair, owners) for pair in pairs)


def _traced(pair: SharedSignal, owners: _Owners) -> SharedSignal:
    sides = (pair.one, pair.other)
    named = [each for each in sides if pair.owner in (None, each.tess_id)]
    ends = {each.tess_id: _followed(each, owners) for each in named}
    if any(end is None for end in ends.values()):
        return replace(pair, owner=None, reasons=(*pair.reasons, "undecided: owners go in a circle"))
    found = {end for tess_id, end in ends.items() if end != tess_id}
    if len(found) != 1:
        return pair
    (owner,) = found
    blends = [f"TIC {tess_id}" for tess_id, end in ends.items() if end == owner != tess_id]
    said = f"{' and '.join(blends)} {'shows' if len(blends) == 1 else 'show'} the signal of TIC {owner}"
    return replace(pair, owner=owner, reasons=(*(r for r in pair.reasons if r != "undecided"), said))


def _followed(side: SignalSide, owners: _Owners) -> int | None:
    """The last owner that one side leads to, perhaps its own star; None for a circle."""
    seen = {side.tess_id}
    while True:
        after = next(
            (
                owner
                for blend, owner in owners.get(side.tess_id, ())
                if alias_ratio(blend.ephemeris, side.ephemeris) is not None
            ),
            None,
        )
        if after is None:
            return side.tess_id
        if after.tess_id in seen:
            return None
        seen.add(after.tess_id)
        side = after
