from tests.widgets.fakes import parts_of, send


def test_every_product_has_its_numbers_and_its_picture(screen):
    card = parts_of(screen).ProductsCard
    assert "rows" not in card.shown
    send(card, "compare")
    first, second = card.shown["rows"]
    assert (first["provenance"], first["depth"], first["width"]) == ("SPOC", "25.00(20)", "0.0800(10)")
    assert (first["secondary"], first["scatter"]) == ("–", "6000")
    assert (first["shown"], second["shown"]) == (True, False)
    assert len(first["curve"]) == 120
    assert all(0 <= height <= 1 for height in first["curve"])
    assert card.shown["warnings"] == ["The depths disagree."]


def test_a_product_clicked_is_shown(screen):
    card = parts_of(screen).ProductsCard
    send(card, "compare")
    send(card, "choose", provenance="QLP")
    assert screen.state.provenance == "QLP"
    assert [each["shown"] for each in card.shown["rows"]] == [False, True]
    send(card, "choose", provenance="TASOC")
    assert "TASOC" in screen.state.notice.text
