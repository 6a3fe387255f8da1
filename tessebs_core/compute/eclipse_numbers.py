"""The names of the numbers that describe the eclipses, as the catalogue's columns have them."""

from enum import StrEnum

__all__ = ["EclipseModel", "EclipseNumber", "Quantity", "Which", "number_of"]


class Which(StrEnum):
    """One of the two eclipses; the primary is the deeper one."""

    PRIMARY = "prim"
    SECONDARY = "sec"


class Quantity(StrEnum):
    """What is measured of an eclipse."""

    WIDTH = "width"
    DEPTH = "depth"
    POSITION = "pos"


class EclipseModel(StrEnum):
    """By which model."""

    TWO_GAUSSIAN = "2g"
    POLYFIT = "pf"


class EclipseNumber(StrEnum):
    """The columns of a catalogue entry: eclipse, quantity, model; and the morphology coefficient."""

    PRIM_WIDTH_PF = "prim_width_pf"
    PRIM_DEPTH_PF = "prim_depth_pf"
    PRIM_POS_PF = "prim_pos_pf"
    SEC_WIDTH_PF = "sec_width_pf"
    SEC_DEPTH_PF = "sec_depth_pf"
    SEC_POS_PF = "sec_pos_pf"
    PRIM_WIDTH_2G = "prim_width_2g"
    PRIM_DEPTH_2G = "prim_depth_2g"
    PRIM_POS_2G = "prim_pos_2g"
    SEC_WIDTH_2G = "sec_width_2g"
    SEC_DEPTH_2G = "sec_depth_2g"
    SEC_POS_2G = "sec_pos_2g"
    MORPH_COEFF = "morph_coeff"


def number_of(which: Which, quantity: Quantity, model: EclipseModel) -> EclipseNumber:
    """Name of one number.

    Examples
    --------
    >>> number_of(Which.PRIMARY, Quantity.WIDTH, EclipseModel.POLYFIT).value
    'prim_width_pf'
    """
    return EclipseNumber(f"{which}_{quantity}_{model}")
