import numpy as np
import pytest

from tessebs_core.catalog import EB, TIC, Sector, query, select
from tessebs_core.errors import TessebsError
from tessebs_core.records import Ephemeris, Source
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.workspace import Workspace


def test_a_target_made_by_hand_is_saved(opened: Workspace) -> None:
    tic = TIC(tess_id=91961, ra=116.95, dec=-66.2, Tmag=np.float32(12.5))
    assert tic.save() is tic
    assert (TIC.get(91961).Tmag, tic.id is not None) == (12.5, True)


def test_a_change_by_hand_is_saved(opened: Workspace) -> None:
    TIC(tess_id=91961, Tmag=12.0).save()
    tic = TIC.get(91961)
    tic.Tmag = 12.25
    tic.save()
    assert TIC.get(91961).Tmag == 12.25


def test_the_same_target_twice_is_refused(opened: Workspace) -> None:
    TIC(tess_id=91961).save()
    with pytest.raises(TessebsError):
        TIC(tess_id=91961).save()


def test_all_binaries_of_the_catalogue_are_found(opened: Workspace) -> None:
    for tess_id, in_catalog in ((1, True), (2, False), (3, True)):
        TIC(tess_id=tess_id, Tmag=float(tess_id)).save()
        entry = CatalogueEntry(tess_id, Ephemeris(1325.5, 2.5 * tess_id), Source("x"), in_catalog=in_catalog)
        enter_binary(opened, entry)
    assert [eb.tic.tess_id for eb in EB.where(EB.in_catalog)] == [1, 3]
    assert [eb.tic.tess_id for eb in query(select(EB).join(EB.tic).where(TIC.Tmag > 1, EB.in_catalog))] == [3]
    assert EB.where(in_catalog=False)[0].ephemeris.period == 5.0


def test_an_entry_made_by_hand_hangs_on_its_target(opened: Workspace) -> None:
    tic = TIC(tess_id=91961).save()
    eb = EB(tic=tic, signal_id=2, morph_coeff=0.5).save()
    assert TIC.get(91961).ebs == [eb]


def test_an_open_notebook_keeps_nobody_waiting(opened: Workspace) -> None:
    TIC(tess_id=91961).save()
    at_hand = TIC.get(91961)
    opened.database.write(lambda session: session.add(Sector(sector_id=7)))
    assert at_hand.tess_id == 91961
    assert Sector.where(sector_id=7)
