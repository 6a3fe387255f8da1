"""One periodic signal seen on two targets: who they are, how well it agrees, and whose it may be."""

from dataclasses import dataclass

from tessebs_core.records.ephemerides import Ephemeris

__all__ = ["PIXEL", "BlendSearch", "JudgedBlend", "SharedSignal", "SignalSide"]

PIXEL = 21.0
"""Width of a TESS pixel, arc seconds."""


@dataclass(frozen=True)
class SignalSide:
    """A signal as one of the two targets shows it.

    Parameters
    ----------
    tess_id : int
        The target.
    ephemeris : Ephemeris
        Of the catalogue entry, or as proposed.
    ephemeris_id : int
        Its key.
    signal_id : int or None
        Number of the catalogue entry; None for a proposal.
    magnitude : float or None
        In the TESS band.
    depth : float or None
        Of the primary eclipse, relative flux; None where nobody has measured it.
    """

    tess_id: int
    ephemeris: Ephemeris
    ephemeris_id: int
    signal_id: int | None = None
    magnitude: float | None = None
    depth: float | None = None


@dataclass(frozen=True)
class SharedSignal:
    """Two neighbouring targets whose periods are commensurate and whose minima coincide.

    Parameters
    ----------
    one, other : SignalSide
        The two, the smaller TIC number first; or, searched for one target, that target first.
    separation : float
        On the sky, arc seconds.
    ratio : tuple of int
        (p, q): the period of ``other`` is p/q that of ``one``.
    period_sigma : float
        How far the periods are from that ratio, in the uncertainty of both.
    time_difference : float
        Minimum of ``other`` less the nearest of ``one``, days.
    time_sigma : float
        The same in the uncertainty propagated to that cycle.
    same_minimum : bool
        Whether both count from the same eclipse; else one counts from the other's secondary.
    chance : float
        Probability that a signal that has nothing to do with this one agrees as well.
    owner : int or None
        TIC number of the likely source, one of the two or a third that both show; None is "undecided".
    reasons : tuple of str
        Why, in words.
    """

    one: SignalSide
    other: SignalSide
    separation: float
    ratio: tuple[int, int]
    period_sigma: float
    time_difference: float
    time_sigma: float
    same_minimum: bool
    chance: float
    owner: int | None = None
    reasons: tuple[str, ...] = ()

    @property
    def pixels(self) -> float:
        """Separation in TESS pixels."""
        return self.separation / PIXEL

    @property
    def depth_ratio(self) -> float | None:
        """Depth of ``other`` over that of ``one``; None unless both are known."""
        if not self.one.depth or self.other.depth is None:
            return None
        return self.other.depth / self.one.depth

    def seen_from(self, tess_id: int) -> "SharedSignal":
        """The same with this target as ``one``."""
        if self.one.tess_id == tess_id:
            return self
        return SharedSignal(
            self.other, self.one, self.separation, (self.ratio[1], self.ratio[0]), self.period_sigma,
            -self.time_difference, self.time_sigma, self.same_minimum, self.chance, self.owner, self.reasons,
        )  # fmt: skip


@dataclass(frozen=True)
class BlendSearch:
    """What a search for shared signals found.

    Parameters
    ----------
    pairs : tuple of SharedSignal
        The least likely by chance first.
    targets, tested : int
        How many targets have a position and a signal, and how many pairs of signals were compared.
    expected : float
        How many of so many pairs would pass by chance, at most.
    """

    pairs: tuple[SharedSignal, ...]
    targets: int
    tested: int
    expected: float


@dataclass(frozen=True)
class JudgedBlend:
    """A proposal that is settled as a blend; ``owner`` is what most of those who say so name, if any."""

    tess_id: int
    ephemeris_id: int
    ephemeris: Ephemeris
    owner: int | None
    votes: int  # that say "blend"
    naming: int  # of them, those that name the owner
    by_decision: bool
