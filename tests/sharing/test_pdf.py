"""The summary as PDF: tagged, one or two pages, the same bytes for the same data, and whatever people write stays words."""

import io
import json
import re
import socket
import zlib
from collections.abc import Callable, Iterator
from typing import Any, cast
from xml.etree import ElementTree

import pytest
import typst

from dtx.errors import DtxError
from dtx.sharing import pdf
from dtx.sharing.pdf import compiled, inputs, letters, readable, to_pdf
from dtx.sharing.summary import summary
from tests.sharing.hostile import CORPUS
from tests.sharing.spans import evening, evenings, shared

MUCH = [evening(day, 6, 3, felt_worse={"answer": "a_lot", "what": ["pain", "fall"], "severity": 9, "text": "w" * 3000}, status="stopped",
                note="n" * 5000, activity_id=f"a.b{day % 40}", activity_title="T" * 300, plugin_id=f"p{day}", plugin_version="1" * 50,
                follow_up={"pain": 4, "settled": True}) for day in range(300)]  # fmt: skip


def streams(content: bytes) -> bytes:
    """All of a PDF's streams, unpacked."""
    found = b""
    for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found += zlib.decompress(body)
        except zlib.error:
            found += body
    return found + content


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type */Page\b", streams(content)))


def test_it_is_tagged_says_its_language_and_title_and_claims_pdf_ua() -> None:
    told = streams(to_pdf(shared([evening(0)])))
    for claim in (rb"/StructTreeRoot", rb"/MarkInfo", rb"/Lang *\(en\)", rb"pdfuaid:part", rb"/DisplayDocTitle true", rb"/Alt"):
        assert re.search(claim, told), claim
    assert {kind for kind in (b"/H1", b"/H2", b"/Table", b"/TH", b"/TD", b"/Figure") if kind in told} == {
        *(b"/H1", b"/H2", b"/Table", b"/TH", b"/TD", b"/Figure")
    }


@pytest.mark.parametrize("logs", [[], [evening(0)], list(evenings([(6, 4)] * 120))], ids=["none", "one", "120"])
def test_it_is_one_page_or_two(logs: list[Any]) -> None:
    assert pages(to_pdf(shared(logs))) in (1, 2)


def test_it_is_two_pages_at_most_however_much_there_is() -> None:
    assert pages(to_pdf(shared(MUCH, ("notes",)))) == 2


def test_the_same_data_gives_the_same_bytes_and_no_clock_is_in_it() -> None:
    logs = list(evenings([(6, 4)] * 20))
    first = to_pdf(shared(logs))
    assert first == to_pdf(shared(logs))
    assert not re.search(rb"CreationDate|ModDate|CreateDate", streams(first))


@pytest.mark.parametrize("words", CORPUS, ids=range(len(CORPUS)))
def test_no_words_of_a_person_stop_it(words: str) -> None:
    assert to_pdf(shared([evening(0, note=words[:300], activity_title=words[:300])], ("notes",))).startswith(b"%PDF-")


def farthest(svg: str) -> float:
    """How far to the right the origin of any letter lies, in points, in a page that typst drew."""

    def walk(one: ElementTree.Element, x: float) -> Iterator[float]:
        moved = re.match(r"translate\(([-0-9.]+)|matrix\(1 0 0 -1 ([-0-9.]+)", one.get("transform", ""))
        x += float(moved[1] or moved[2]) if moved else 0.0
        if one.tag.endswith("}use"):
            yield x + float(one.get("x", 0))
        for part in one:
            yield from walk(part, x)

    return max(walk(ElementTree.fromstring(svg), 0.0))


@pytest.mark.parametrize("word", ["w" * 66, "x" * 24, "https://example.org/a/long/address?nobody=breaks&" + "q" * 40, "é" * 80])
def test_a_word_without_an_end_stays_on_the_page(word: str) -> None:
    worse = {"answer": "a_lot", "what": ["pain", "fall"], "severity": 9, "text": f"it was {word} then"}
    log = evening(0, felt_worse=worse, activity_title=word, note=word, status="stopped", stop_reason="pain")
    given = inputs(readable(summary(shared([log], ("notes",))).to_json()))
    drawn = cast(Any, typst).compile(given, format="svg", ignore_system_fonts=True)
    for one in drawn if isinstance(drawn, list) else [drawn]:
        assert 300 < farthest(one.decode()) < (210 - 17) / 25.4 * 72  # the margin is 17 mm


def test_words_go_in_as_data_and_never_into_the_template() -> None:
    words = "#sys & $x$ _y_ *b* `c` \\ [a](b)"
    given = inputs(readable(summary(shared([evening(0, note=words)], ("notes",))).to_json()))
    assert b"#sys" not in given["main"]
    assert json.dumps(words).encode() in given["paper.json"]


def test_letters_that_no_font_has_become_a_square_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[dict[str, Any]] = []

    def inputs_seen(paper: dict[str, Any], real: Callable[..., Any] = pdf.inputs) -> dict[str, bytes]:
        tried.append(paper)
        found: dict[str, bytes] = real(paper)
        return found

    monkeypatch.setattr(pdf, "inputs", inputs_seen)
    content, _ = compiled(summary(shared([evening(0, activity_title="ab\U00013000cd")])).to_json())  # an Egyptian hieroglyph
    assert content.startswith(b"%PDF-")
    assert "ab\N{WHITE SQUARE}cd" in json.dumps(tried[-1], ensure_ascii=False) or len(tried) == 2, "or a font of this computer has it"


def test_the_letters_are_read_from_what_typst_says() -> None:
    assert letters('PDF/UA-1 error: the text `"\\u{1}"` could not be displayed with font `"Libertinus Serif"`') == {"\x01"}
    assert letters('the text `"漢"` could not be displayed with x the text `"😀"` could not be displayed') == {"漢", "😀"}
    assert letters("unknown variable: x") == set()


def test_another_fault_of_typst_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "inputs", lambda paper: {"main": b"#nothing-of-that-name"})
    with pytest.raises(DtxError, match=r"could not be set as a PDF\. Try --to html"):
        to_pdf(shared([evening(0)]))


def test_no_connection_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert io.BytesIO(to_pdf(shared([evening(0)]))).read(4) == b"%PDF"
