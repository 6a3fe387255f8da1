"""How long a kernel lives without its page: seconds after a goodbye, longer after a cut."""

from dataclasses import dataclass
from typing import Any

__all__ = ["KernelLives"]

_KEEPER = "tessebs_widgets.serving.kernels_with_pages.KernelsWithPages"


@dataclass(frozen=True)
class KernelLives:
    """Seconds until a kernel that has no page is ended.

    A page that is left asks for its kernel's end at once, so these count only where that request got lost.

    Parameters
    ----------
    after_goodbye : float
        The browser closed the connection as it does for a page that is left.
    unvisited : float
        Its page was asked for and never connected: the person had reloaded meanwhile.
    after_cut : float
        The connection broke: a closed laptop, a network that is gone. The page may come back.
    """

    after_goodbye: float = 20.0
    unvisited: float = 120.0
    after_cut: float = 900.0

    @property
    def look_every(self) -> int:
        """How often to look, seconds."""
        return max(1, min(10, int(min(self.after_goodbye, self.unvisited, self.after_cut) / 2)))

    def configuration(self) -> dict[str, Any]:
        """What a Jupyter server reads, by class."""
        return {
            "VoilaConfiguration": {"multi_kernel_manager_class": _KEEPER},
            "KernelsWithPages": {
                "after_goodbye": self.after_goodbye,
                "unvisited": self.unvisited,
                "after_cut": self.after_cut,
            },
            "MappingKernelManager": {
                "cull_idle_timeout": int(max(self.after_cut, 1)),
                "cull_interval": self.look_every,
                "cull_connected": False,
            },
        }
