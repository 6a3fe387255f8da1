"""Where a downloaded file is kept; whatever the archive calls it, it stays inside the folder."""

import hashlib
import re
from pathlib import Path

from tessebs_core.records import DataFolder, ListedProduct

__all__ = ["local_path"]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_LONGEST = 150  # of 255 bytes that file systems allow, so that suffixes fit


def local_path(product: ListedProduct, folder: DataFolder) -> Path:
    """Return the place of a product: ``mast/tic<10>/<provenance>/<observation>/<its own name>``.

    A name that is not plain letters, digits and ``._+-``, not FITS, or too long is replaced by its
    plain characters and a digest of the URI, so that two such names cannot meet.
    """
    return (
        folder.downloads
        / f"tic{product.tess_id:010d}"
        / _plain(product.provenance, product.uri)
        / _plain(product.observation, product.uri)
        / _plain(product.file_name, product.uri, suffix=".fits")
    )


def _plain(name: str, uri: str, *, suffix: str = "") -> str:
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST and name.endswith(suffix):
        return name
    digest = hashlib.sha256(f"{name}\n{uri}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    stem = re.sub(r"[^A-Za-z0-9_+-]+", "_", name.removesuffix(suffix))[:60].strip("_-+")
    return f"{stem or 'file'}-{digest}{suffix}"
