"""What processes of ours get of the environment: names that are known to hold no secret, and nothing else."""

from collections.abc import Mapping

__all__ = ["child_environment"]

_NAMES = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "USERNAME", "SHELL", "PWD", "HOSTNAME", "TERM", "TMPDIR", "TEMP",
    "TMP", "LANG", "LANGUAGE", "TZ", "TZDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS", "PYTHONPATH", "PYTHONHOME",
    "PYTHONWARNINGS", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
    "PYTHONFAULTHANDLER", "PYTHONUNBUFFERED", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "PYTHONUTF8",
    "PYTHONIOENCODING", "PYTHONSAFEPATH", "PYTHONDEVMODE", "PYTHONOPTIMIZE", "PYTHONMALLOC", "VIRTUAL_ENV",
    "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NO_PROXY", "MPLBACKEND",
    "MPLCONFIGDIR", "ASTROPY_CACHE_DIR", "ASTROPY_CONFIG_DIR",
})  # fmt: skip
_FAMILIES = ("LC_", "OMP_", "MKL_", "OPENBLAS_", "KMP_", "NUMBA_", "NUMEXPR_", "MALLOC_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY")


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that a kernel, a server or a runner of ours may see.

    A token, password or cloud credential of the shell that started us has a name that is not on the list.
    Nor has any ``TESSEBS_`` variable: settings are handed on in a file or a pipe, since a database's address
    may hold a password. An address of a proxy loses its login.

    Parameters
    ----------
    environment : mapping of str to str
        That of the process that starts the other.
    """
    kept = {}
    for name, value in environment.items():
        if name.upper() in _PROXIES:
            kept[name] = _without_login(value)
        elif name in _NAMES or name == "no_proxy" or name.startswith(_FAMILIES):
            kept[name] = value
    return kept


def _without_login(address: str) -> str:
    login, at, place = address.rpartition("@")
    scheme, slashes, _ = login.partition("://")
    return f"{scheme}{slashes}{place}" if at and slashes else place
