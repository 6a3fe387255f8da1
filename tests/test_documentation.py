"""The documentation is built once, strictly, and every link, anchor and picture in it is followed."""

import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tessebs_core.database.schema import Base
from tessebs_core.vocabulary import Reason, Verdict

ROOT = Path(__file__).parents[1]
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Page(HTMLParser):
    """What one page leads to, loads, and can be linked to at."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    pictures: list[dict[str, str]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.anchors.add(said.get("id", ""))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "img":
            self.pictures.append(said)
        if LOADED.get(tag, "") in said:
            self.loaded.append(said[LOADED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documentation")
    command = ["-m", "sphinx", "-q", "--fail-on-warning", "--keep-going"]
    places = [str(ROOT / "docs"), str(folder / "site"), "--doctree-dir", str(folder / "trees")]
    whole = [sys.executable, *command, *places]
    built = subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts:  # templates of the theme
            continue
        found[path] = Page()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def _broken(path: Path, link: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target not in pages:
        return not target.is_file()
    return bool(parts.fragment) and unquote(parts.fragment) not in pages[target].anchors


def test_every_internal_link_leads_to_a_page_and_an_anchor(pages: dict[Path, Page]) -> None:
    inside = [
        (path, link) for path, page in pages.items() for link in page.links if not urlsplit(link).scheme
    ]
    assert len(inside) > 500
    assert [(path.name, link) for path, link in inside if link != "#" and _broken(path, link, pages)] == []


def test_every_external_link_is_a_whole_address(pages: dict[Path, Page]) -> None:
    outside = {urlsplit(link) for page in pages.values() for link in page.links if urlsplit(link).scheme}
    assert {
        each for each in outside if each.scheme not in {"http", "https"} or "." not in each.netloc
    } == set()


def test_pages_load_nothing_from_other_hosts_and_nothing_that_is_missing(pages: dict[Path, Page]) -> None:
    loaded = [(path, link) for path, page in pages.items() for link in page.loaded]
    assert [link for _, link in loaded if urlsplit(link).netloc] == []
    assert [(path.name, link) for path, link in loaded if _broken(path, link, pages)] == []


def test_style_sheets_load_nothing_from_other_hosts(site: Path) -> None:
    styles = {path.name: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    asked = ("url(http", 'url("http', "url('http", "url(//", '@import "http', "@import 'http")
    assert [name for name, text in styles.items() if any(each in text for each in asked)] == []


def test_every_picture_says_in_words_what_it_shows(pages: dict[Path, Page]) -> None:
    pictures = [each for page in pages.values() for each in page.pictures]
    assert len(pictures) >= 5
    assert [each["src"] for each in pictures if not each.get("alt")] == []


def test_the_handbook_explains_every_verdict_and_reason() -> None:
    handbook = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
    assert [each for each in (*Verdict, *Reason) if f"`{each}`" not in handbook] == []


def test_the_data_model_shows_every_table_and_column(site: Path) -> None:
    shown = (site / "data_model.html").read_text(encoding="utf-8")
    for table in Base.metadata.tables.values():
        _, heading, section = shown.partition(f"<h3>{table.name}<")
        assert heading, table.name
        rows = section.partition("</table>")[0]
        assert [each.name for each in table.columns if f">{each.name}<" not in rows] == []
