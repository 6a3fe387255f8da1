"""One file from the archive into a part file: begun, resumed, and checked on the way."""

import re
import time
from contextlib import closing
from http import HTTPStatus

import requests

from tessebs_core.archive.client import Archive
from tessebs_core.archive.part_files import PartFile
from tessebs_core.archive.sessions import reason_of
from tessebs_core.errors import ArchiveUnavailable, DownloadFailed
from tessebs_core.records import ListedProduct

__all__ = ["receive"]

_FITS_BEGINNING = b"SIMPLE  ="
_FITS_BLOCK = 2880  # bytes; every FITS file is a whole number of them
_LARGEST = 2 * 1024**3  # bytes; no light curve comes near, so more is no light curve
_PIECE = 16 * 1024  # bytes; what is lost at most when an answer breaks off
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _BrokenOff(Exception):
    """This attempt failed in a way that another may mend."""


def receive(archive: Archive, product: ListedProduct, part: PartFile) -> None:
    """Fetch what of a product has not arrived yet, with as many attempts as patience allows.

    A server that sends the missing range (206 with the right Content-Range) goes on where it
    stopped; any other begins anew. After it the part is whole by every sign there is before it is
    opened: it begins as FITS does, has the size that MAST lists, or else the one that the server
    states, and is a whole number of FITS blocks.

    Raises
    ------
    DownloadFailed
        MAST does not have the file, or sent something else, or never all of it.
    ArchiveUnavailable
        MAST cannot be reached or stays busy.
    StorageError
        The disk refuses.
    """
    tries = archive.patience.tries
    for attempt in range(1, tries + 1):
        try:
            stated = None if part.size == product.size else _fetch(archive, product, part)
            _check_whole(product, part, stated)
        except _BrokenOff as error:
            if attempt == tries:
                raise _failed(product, f"{error}, {tries} times") from error
            archive.patience.sleep(archive.patience.wait_before(attempt + 1))
        else:
            return


def _fetch(archive: Archive, product: ListedProduct, part: PartFile) -> int | None:
    """Append what the archive sends; return the bytes that the whole file has, if that is stated."""
    headers = {"Accept-Encoding": "identity"}
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
    try:
        response = archive.open_file(product.uri, headers)
    except requests.RequestException as error:
        raise ArchiveUnavailable(
            f"{_name(product)}: MAST cannot be had now: {reason_of(error)}. "
            "What has arrived is kept; the same command resumes."
        ) from error
    with closing(response):
        _check_status(product, part, response)
        deadline = time.monotonic() + archive.patience.transfer
        try:
            for piece in response.iter_content(_PIECE):
                part.write(piece)
                if part.size > (product.size or _LARGEST):
                    break
                if time.monotonic() > deadline:
                    raise _BrokenOff("it did not arrive in time")
        except requests.RequestException as error:
            raise _BrokenOff(reason_of(error)) from error
        return _stated_size(response)


def _check_status(product: ListedProduct, part: PartFile, response: requests.Response) -> None:
    """Go on from the end of the part, or from its beginning, or not at all."""
    status = response.status_code
    if status == HTTPStatus.PARTIAL_CONTENT:
        found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if found is None or int(found.group(1)) != part.size:
            part.restart()
            raise _BrokenOff("another part of it came than was asked for")
    elif status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.restart()
        raise _BrokenOff("MAST has less of it than had arrived")
    elif status == HTTPStatus.OK:
        part.restart()
    else:
        raise _failed(product, f"MAST answered {status} {response.reason}")


def _stated_size(response: requests.Response) -> int | None:
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    stated = found.group(2) if found else response.headers.get("Content-Length", "")
    return int(stated) if stated.isdigit() and "Content-Encoding" not in response.headers else None


def _check_whole(product: ListedProduct, part: PartFile, stated: int | None) -> None:
    """Refuse what is not the file; only what is the beginning of it stays in the part."""
    beginning = part.beginning(len(_FITS_BEGINNING))
    if not beginning or not _FITS_BEGINNING.startswith(beginning):
        part.restart()
        raise _BrokenOff(f"{_kind_of(beginning)} came in its place")
    size, expected = part.size, product.size or stated
    if expected is None:
        if size % _FITS_BLOCK:
            raise _BrokenOff(f"it was cut off after {size} bytes")
    elif size < expected and size != stated:
        raise _BrokenOff(f"only {size} of {expected} bytes came")
    elif size != expected:
        part.restart()
        raise _failed(product, f"it has {size} bytes or more, and MAST lists it with {expected}")
    if size % _FITS_BLOCK or size > _LARGEST:
        part.restart()
        raise _failed(product, f"{size} bytes cannot be a light curve in FITS")


def _kind_of(beginning: bytes) -> str:
    if not beginning:
        return "nothing"
    return {b"<": "a web page", b"{": "an error message"}.get(
        beginning.lstrip()[:1], "something that is not FITS"
    )


def _name(product: ListedProduct) -> str:
    return f"TIC {product.tess_id}, {product.file_name[:100]}"


def _failed(product: ListedProduct, problem: str) -> DownloadFailed:
    return DownloadFailed(
        f"{_name(product)}: {problem}. Nothing of it is used; the same command tries again."
    )
