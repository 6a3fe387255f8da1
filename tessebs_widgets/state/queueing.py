"""What the queue adds to the screen's state: its order, who else is here, what was seen."""

from traitlets import HasTraits, Instance, Tuple, UseEnum

from tessebs_core.records.queue import Attention
from tessebs_core.vocabulary import QueueOrder

__all__ = ["QueueTraits"]


class QueueTraits(HasTraits):
    """The part of the screen's state that is about whose turn is what."""

    order = UseEnum(QueueOrder, default_value=None, allow_none=True, help="None until it is known")
    attention = Instance(Attention, allow_none=True, help="who else is at the target, and why it is here")
    seen = Tuple(help="tess_id of targets shown a moment ago, which the queue gives last")
