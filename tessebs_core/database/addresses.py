"""Addresses of databases, taken apart without ever repeating what may be a password."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tessebs_core.errors import SettingsError

__all__ = ["parsed_address"]

_EXAMPLES = "Examples: sqlite:////home/me/tessebs.sqlite3, mariadb://user:password@host/tessebs."
_SPELLING = "In a password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25."


def parsed_address(url: str) -> URL:
    """Take an address apart.

    Raises
    ------
    SettingsError
        It cannot be one, or a part of its password would be taken for the host. Neither the message nor the
        errors behind it hold any of the address.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise SettingsError(f"The database address is no URL. {_EXAMPLES}") from None
    except ValueError:  # what stands where the port should be
        raise SettingsError(
            f"The port in the database address is no number. {_EXAMPLES} {_SPELLING}"
        ) from None
    before_options = url.partition("://")[2].partition("?")[0]
    if "@" in (address.host or "") or (before_options.count("@") > 1 and not before_options.startswith("/")):
        raise SettingsError(f"The password in the database address holds an '@'. {_SPELLING}")
    return address
