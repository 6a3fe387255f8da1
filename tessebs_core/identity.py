"""Who acts: the visitor whom a server has named, else the account that the process runs under."""

import getpass
import os
from collections.abc import Mapping

from tessebs_core.errors import NobodyNamed

__all__ = ["ACTING", "DEMANDED", "acting_user", "is_named_by_server", "user_for_logs"]

ACTING = "TESSEBS_ACTING_USER"
"""Variable in which the server tells a kernel who its visitor is."""

DEMANDED = "TESSEBS_ARRIVALS"
"""Variable that is set in kernels of servers with many visitors: without a name nobody acts there."""


def acting_user(environment: Mapping[str, str] | None = None) -> str:
    """The name under which this process acts.

    Parameters
    ----------
    environment : mapping of str to str, optional
        Variables of the process; its own if left out.

    Raises
    ------
    NobodyNamed
        A server with many visitors has given no name; the account of its process is none of them.
    """
    environment = os.environ if environment is None else environment
    if name := environment.get(ACTING):
        return name
    if DEMANDED in environment:
        raise NobodyNamed
    return getpass.getuser()


def is_named_by_server(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a server says who acts here; the account of the process is nobody's then."""
    environment = os.environ if environment is None else environment
    return ACTING in environment or DEMANDED in environment


def user_for_logs() -> str:
    """Who acts, or the account of the process in brackets where nobody has come yet."""
    try:
        return acting_user()
    except NobodyNamed:
        return f"({getpass.getuser()})"
