"""Which tables a legacy catalogue has, and how old it is."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["LEFT_OUT", "OTHER_PROGRAM", "READ", "schema_of"]

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "auth_permission": "Django's own permissions; roles have taken their place",
        "auth_group_permissions": "Django's own permissions; roles have taken their place",
        "auth_user_user_permissions": "Django's own permissions; roles have taken their place",
        "django_admin_log": "who clicked what in Django's administration",
        "django_content_type": "Django's own numbering of its tables",
        "django_migrations": "which schema it was; read for this report",
        "django_session": "open logins",
    }
)
"""Tables that are not imported, and why."""

OTHER_PROGRAM = "no table of the catalogue"
"""Why any other table is left out that is not the catalogue's."""

READ = frozenset(
    {
        "auth_group", "auth_user", "auth_user_groups", "catalog_bls_run", "catalog_comment", "catalog_eb",
        "catalog_eb_origin", "catalog_eb_sectors", "catalog_ephemeris", "catalog_ephemeris_source",
        "catalog_ephemerissource", "catalog_origin", "catalog_provenance", "catalog_sector", "catalog_tic",
        "catalog_tic_provenances", "catalog_tic_sectors",
    }
)  # fmt: skip
"""Tables that the import understands."""


def schema_of(ephemeris: Iterable[str], entry: Iterable[str], migrations: Iterable[str]) -> str:
    """Say in words which schema a catalogue has.

    Parameters
    ----------
    ephemeris, entry : iterables of str
        Columns of ``catalog_ephemeris`` and ``catalog_eb``.
    migrations : iterable of str
        Names of the migrations that were applied to the catalogue's tables.

    Examples
    --------
    >>> schema_of(["id", "source_id"], ["id", "ephemeris_id"], ["0001_initial", "0049_remove_eb_bjd0"])
    'migration 0049: one source for each ephemeris, entries without own numbers'
    """
    newest = max((name[:4] for name in migrations), default="unknown")
    sources = (
        "one source for each ephemeris"
        if "source_id" in set(ephemeris)
        else "several sources for an ephemeris"
    )
    numbers = "entries with own numbers" if "bjd0" in set(entry) else "entries without own numbers"
    return f"migration {newest}: {sources}, {numbers}"
