"""Kernels that do not inherit the server's environment."""

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from tessebs_widgets.serving.kernel_environment import kernel_environment

__all__ = ["KernelsWithoutSecrets"]


class KernelsWithoutSecrets(AsyncMappingKernelManager):
    """Starts every kernel, also one that is kept ready, with `kernel_environment`."""

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start one; returns its number."""
        kwargs["env"] = kernel_environment(kwargs.get("env"))
        number: str = await super().start_kernel(**kwargs)
        return number
