"""Answers of MAST that chance has damaged: rows, or one clear error of ours."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tessebs_core.archive.client import Archive
from tessebs_core.archive.patience import Patience
from tessebs_core.archive.products import list_products
from tessebs_core.archive.targets import fetch_metadata
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.errors import TessebsError
from tessebs_core.provenances import BUILT_IN
from tests.archive.conftest import STAR

ANSWERS = 30
ODD: tuple[Any, ...] = (
    None, "", "x", "NaN", -1, 0, 10**30, 1e308, True, [], {}, [[]], [1], {"a": 1}, "\x00", "<b>", "--", " 1 ",
    -(2**63), float("nan"), float("inf"), "9" * 5000, "mast:../../etc/passwd",
)  # fmt: skip


def damaged(chance: np.random.Generator, value: Any, share: float) -> Any:
    """A value of JSON with some of what is in it replaced, left out or repeated."""
    if chance.random() < share:
        return ODD[int(chance.integers(0, len(ODD)))]
    if isinstance(value, dict):
        kept = {name: damaged(chance, each, share) for name, each in value.items()}
        return {name: each for name, each in kept.items() if chance.random() > share / 2}
    if isinstance(value, list):
        return [
            damaged(chance, each, share) for each in value for _ in range(int(chance.random() < share) + 1)
        ]
    return value


def test_a_damaged_answer_is_rows_or_one_clear_error(
    serve: Callable[..., LocalArchive], patience: Patience
) -> None:
    chance, server = np.random.default_rng(1), serve()

    def damage(request: Request) -> Fault | None:
        body = server.answer(request).body
        if chance.random() < 0.1:
            at = int(chance.integers(0, len(body)))
            return Fault(Answer(200, body[:at] + bytes([int(chance.integers(0, 256))]) + body[at + 1 :]))
        if not body.startswith(b"{"):
            return None
        return Fault(Answer(200, json.dumps(damaged(chance, json.loads(body), 0.004)).encode()))

    server.fault = damage
    read, said = 0, list[str]()
    for number in range(ANSWERS):
        archive = Archive(server.endpoints, replace(patience, tries=1))
        try:
            found, _ = fetch_metadata(archive, STAR.tess_id)
            products = list_products(archive, STAR.tess_id, BUILT_IN)
        except TessebsError as error:
            said.append(str(error))
            continue
        read += 1
        assert found.tess_id == STAR.tess_id
        assert all(each.tess_id == STAR.tess_id and isinstance(each.uri, str) for each in products), number
    assert all(len(each) < 700 for each in said)
    assert min(read, len(said)) > ANSWERS // 10
