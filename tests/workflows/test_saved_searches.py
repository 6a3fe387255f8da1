import pytest

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.errors import BadSearch
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.records.searching import Range, Search
from tessebs_core.workflows.personal import load_preferences
from tessebs_core.workflows.saved_searches import forget_search, save_search, saved_searches
from tests.support.sky import workspace_in

SHORT = Search(ranges=(Range("period", 0.1, 1.0),))


@pytest.fixture
def workspace(tmp_path, database):
    return workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))


def test_a_search_is_kept_by_name_for_its_person_until_it_is_forgotten(workspace):
    save_search(workspace, "ada", "zeta", Search())
    save_search(workspace, "ada", "  Short   ones ", Search())
    save_search(workspace, "ada", "Short ones", SHORT, ("tess_id", "period"))
    save_search(workspace, "ben", "Short ones", Search())
    kept = saved_searches(workspace, "ada")
    assert [each.name for each in kept] == ["Short ones", "zeta"]
    assert search_from_address(kept[0].address) == (SHORT, ("tess_id", "period"))
    assert [each.name for each in forget_search(workspace, "ada", "Short ones")] == ["zeta"]
    assert forget_search(workspace, "ada", "never kept") == saved_searches(workspace, "ada")
    assert len(saved_searches(workspace, "ben")) == 1
    assert saved_searches(workspace, "nobody") == ()
    load_preferences(workspace, "ada")  # settings of the screens read over them


@pytest.mark.parametrize("name", ["", "  ", "x" * 58, "a\0b"])
def test_a_name_that_cannot_be_kept_is_refused(workspace, name):
    with pytest.raises(BadSearch, match="name"):
        save_search(workspace, "ada", name, SHORT)
