"""The summary as a web page: one file, nothing fetched, no script, every word escaped."""

from html.parser import HTMLParser

from dtx.sharing.web import POLICY, to_html
from tests.sharing.hostile import hostile
from tests.sharing.spans import evening, evenings, shared
from tests.sharing.test_pdf import MUCH


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "srcset", "action") or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_hostile_words_are_words_and_nothing_is_fetched() -> None:
    for log in hostile():
        page = to_html(shared([log], ("notes",)))
        found = Tags(page)
        assert "script" not in found.tags and found.links == []
        assert f'content="{POLICY}"' in page and "\x1b" not in page and "\u202e" not in page
        assert ("<script>alert(1)</script>" in found.words) == (log.note == "<script>alert(1)</script>")


def test_a_word_without_an_end_may_break_and_all_others_stay_whole() -> None:
    worse = {"answer": "a_lot", "severity": 9, "text": "it was " + "w" * 30 + " then"}
    page = to_html(shared([evening(0, felt_worse=worse, activity_title="a" * 29)], ("notes",)))
    assert "it was " + "w" * 12 + "<wbr>" + "w" * 12 + "<wbr>" + "w" * 6 + " then" in page
    assert "a" * 29 + "</td>" in page
    several = to_html(shared([evening(0, activity_title="&" * 30)]))
    assert f"{'&amp;' * 12}<wbr>{'&amp;' * 12}<wbr>{'&amp;' * 6}</td>" in several


def test_it_holds_what_the_pdf_holds_with_heads_for_its_tables_and_words_for_its_picture() -> None:
    page = to_html(shared(list(evenings([(6, 4), (5, None)]))))
    found = Tags(page)
    assert found.tags.count("table") == 3 and found.tags.count("svg") == 1 and 'scope="col"' in page
    assert 'role="img" aria-label="Pain before and after, each session, 2026-03-02 to 2026-03-03. Before: 2 ratings, 5 to 6.' in page
    assert "What felt worse" in found.words and "What is missing" in found.words


def test_the_same_data_gives_the_same_page_and_an_empty_span_is_one() -> None:
    assert to_html(shared([evening(0)])) == to_html(shared([evening(0)]))
    assert to_html(shared([])).endswith("</html>\n")


def test_of_very_much_it_holds_less_so_that_it_prints_on_two_pages() -> None:
    usual, much = to_html(shared([evening(0)])), to_html(shared(MUCH, ("notes",)))
    assert len(Tags(much).words) < 3 * len(Tags(usual).words)
    assert "more sessions after which something felt worse, which the sheet (--to csv) lists." in much
