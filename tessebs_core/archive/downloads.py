"""Product files: fetched once, checked, and put in place in one step.

astroquery has ``Observations.download_file`` for this, and it is not used: it has no time-out, calls
a web page, an empty body and a cut body ``COMPLETE``, lets any error but HTTPError end the batch,
writes under the final name, and resumes by setting a header on the shared session. What is used is
its session, its address of the documented download service, and none of its file handling.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from tessebs_core.archive.client import Archive
from tessebs_core.archive.file_names import local_path
from tessebs_core.archive.part_files import PartFile, sha256_of, storing
from tessebs_core.archive.transfers import receive
from tessebs_core.errors import ArchiveUnavailable, ProductError, StorageError, TessebsError
from tessebs_core.provenances.reading import check_file
from tessebs_core.provenances.registry import provenance_named
from tessebs_core.records import DataFolder, HeldProduct, ListedProduct

__all__ = ["MOST_WORKERS", "check_product", "download", "download_all", "is_held"]

MOST_WORKERS = 4
"""Files at a time; MAST asks for restraint, and more does not come faster."""

_MOST_UNAVAILABLE = 2 * MOST_WORKERS  # failures in a row that mean the archive, not the file


def check_product(product: ListedProduct, path: Path) -> None:
    """Check that a file has the tables and columns of its provenance.

    Raises
    ------
    CorruptProduct
        It has not.
    """
    check_file(path, provenance_named(product.provenance))


def download(
    archive: Archive, product: ListedProduct, folder: DataFolder, check: Callable[[Path], None]
) -> HeldProduct:
    """Fetch one file, or find it in place; either way it has been checked.

    The file arrives beside its place as ``<name>.part`` and is renamed when it has the right size,
    passes ``check`` and is on the disk. A part that an earlier call left is continued.

    Parameters
    ----------
    check : callable
        Called with the path of the whole file; raises `ProductError` when it is not what it should be.

    Returns
    -------
    HeldProduct
        With a path relative to ``folder.root``.

    Raises
    ------
    DownloadFailed
        The archive does not have it, or never sent all of it.
    ProductError
        It arrived whole and is not the product.
    ArchiveUnavailable
        The archive cannot be reached or stays busy.
    StorageError
        The disk refuses; nothing of the file is left.
    """
    target = local_path(product, folder)
    if not _is_in_place(product, target, check):
        with PartFile(target) as part:
            _receive_checked(archive, product, part, check)
            part.keep()
    with storing(target):
        size = target.stat().st_size
    return HeldProduct(product, target.relative_to(folder.root).as_posix(), size, sha256_of(target))


def download_all(
    archive: Archive,
    products: Iterable[ListedProduct],
    folder: DataFolder,
    *,
    on_held: Callable[[HeldProduct], None],
    on_failed: Callable[[ListedProduct, TessebsError], None],
    check: Callable[[ListedProduct, Path], None] = check_product,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    workers: int = MOST_WORKERS,
) -> tuple[HeldProduct, ...]:
    """Fetch many files, some at a time; one that fails does not stop the others.

    Parameters
    ----------
    on_held, on_failed : callable
        Told the fate of each file as soon as it is known; called in the caller's thread.
    check : callable
        As for `download`, with the product before the path.
    progress : callable, optional
        Called with files done, files in all, and the name of the last, in the caller's thread.
    cancelled : callable, optional
        Asked before each file; once it says True no more are begun.
    workers : int
        Files at a time, at most `MOST_WORKERS`.

    Returns
    -------
    tuple of HeldProduct
        Those that are held now, in the order of ``products``.

    Raises
    ------
    StorageError
        The disk refuses, which no other file would survive.
    ArchiveUnavailable
        The archive failed file after file. Those not yet told stay as they were.
    """
    wanted = {each.uri: each for each in products}
    held: dict[str, HeldProduct] = {}
    unavailable = 0

    def fetch(product: ListedProduct) -> HeldProduct | None:
        if cancelled is not None and cancelled():
            return None
        return download(archive, product, folder, lambda path: check(product, path))

    pool = ThreadPoolExecutor(max(1, min(workers, MOST_WORKERS)), thread_name_prefix="download")
    try:
        futures = {pool.submit(fetch, each): each for each in wanted.values()}
        for done, future in enumerate(as_completed(futures), start=1):
            product = futures[future]
            error = _error_of(future)
            unavailable = unavailable + 1 if isinstance(error, ArchiveUnavailable) else 0
            if error is not None:
                on_failed(product, error)
            elif (found := future.result()) is not None:
                held[product.uri] = found
                on_held(found)
            if isinstance(error, StorageError) or (error and unavailable >= _MOST_UNAVAILABLE):
                raise error
            if progress is not None:
                progress(done, len(futures), product.file_name)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return tuple(held[uri] for uri in wanted if uri in held)


def is_held(held: HeldProduct, folder: DataFolder, *, digest: bool = False) -> bool:
    """Whether the file is in its place with its size (and, when asked, its sha256); asks no archive."""
    path = (folder.root / held.path).resolve()
    if not path.is_relative_to(folder.root.resolve()) or not path.is_file():
        return False
    with storing(path):
        same = path.stat().st_size == held.size
    return same and (not digest or sha256_of(path) == held.sha256)


def _is_in_place(product: ListedProduct, target: Path, check: Callable[[Path], None]) -> bool:
    """Whether an earlier call finished, though nobody remembers it."""
    if not target.is_file() or (product.size is not None and target.stat().st_size != product.size):
        return False
    try:
        check(target)
    except ProductError:
        return False
    return True


def _receive_checked(
    archive: Archive, product: ListedProduct, part: PartFile, check: Callable[[Path], None]
) -> None:
    """Receive a file and check it; one that was pieced together gets a second chance in one piece."""
    was_begun = part.size > 0
    receive(archive, product, part)
    try:
        check(part.path)
    except ProductError:
        part.restart()
        if not was_begun:
            raise
        _receive_checked(archive, product, part, check)


def _error_of(future: Future[HeldProduct | None]) -> TessebsError | None:
    """Return the failure of a file; what is no failure of ours is raised."""
    error = future.exception()
    if error is None or isinstance(error, TessebsError):
        return error
    raise error
