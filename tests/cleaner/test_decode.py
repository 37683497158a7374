"""Bytes become text as in a browser, and better where a browser shows rubbish."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaner.decode import MAX_BYTES, decode

GERMAN = "<p>Grüße aus Köln</p>"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (GERMAN.encode(), ""),
        (GERMAN.encode(), "text/html; charset=iso-8859-1"),
        (GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (GERMAN.encode("cp1252"), "text/html; charset=utf-8"),
        (GERMAN.encode("cp1252"), "text/html; charset=nonsense"),
        (GERMAN.encode("cp1252"), ""),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=windows-1252"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), "text/html; charset=utf-8"),
        (GERMAN.encode("utf-16-be"), ""),
        (gzip.compress(GERMAN.encode()), "text/html"),
        (GERMAN.encode().decode("cp1252").encode(), "text/html; charset=utf-8"),
    ],
    ids=[
        "undeclared", "utf-8 labelled latin-1", "latin-1 means windows-1252", "a label that the bytes contradict",
        "an unknown label", "nothing declared", "the mark beats the header", "utf-16 by its mark",
        "utf-16 by its zeros", "gzip that nobody announced", "encoded twice",
    ],
)  # fmt: skip
def test_german_is_read_whatever_the_server_says(data: bytes, content_type: str) -> None:
    assert decode(data, content_type) == GERMAN


def test_a_stray_byte_does_not_spoil_the_text_around_it() -> None:
    assert decode("Grüße, für 5 Köln ".encode() + b"f\xfcr") == "Grüße, für 5 Köln für"


def test_the_pages_language_names_the_encoding_where_nothing_else_does() -> None:
    page = '<html lang="ru"><p>Привет, мир</p>'
    assert decode(page.encode("cp1251")) == page


BRIDGE = "Pierwszy most stoi od roku w polu, bo ktoś zapomniał go rozebrać, i nie wie, czy się ugnie, kiedyś czy nigdy."
GLASS = "Sklárna v obci znovu taví, protože se lidé nevzdali a za úspory si pořídili pec, která už je jejich jako dům."
WELL = "Köyün çeşmesi çok eski, ama yazıyı uzun süre kimse okuyamadı, çünkü taşı bir yosun gibi kaplamıştı ve sonra."
OVEN = "Il a fallu trois jours pour que le pain des habitants cuise à la gueule du four, et pas une heure de plus."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", BRIDGE),
        ("iso8859-2", BRIDGE),
        ("cp1250", GLASS),
        ("iso8859-2", GLASS),
        ("cp1254", WELL),
        ("cp1252", OVEN),
    ],
)
def test_a_page_that_names_neither_encoding_nor_language_is_read_by_its_words(encoding: str, text: str) -> None:
    page = f"<title>News</title><p>{text}</p>"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Совет одобрил новый паром в порту после долгих споров"),
        ("koi8-r", "Почему зимний рынок переехал под крышу в этом году"),
        ("cp1253", "Το συμβούλιο ενέκρινε το νέο πλοίο στο λιμάνι"),
        ("cp1256", "وافق المجلس على العبارة الجديدة في الميناء بعد نقاش طويل"),
        ("gb18030", "市议会在长时间辩论后批准了新的港口渡轮"),
        ("big5", "市議會在長時間辯論後批准了新的港口渡輪"),
        ("cp932", "長い議論の末、市議会は新しい港のフェリーを承認しました"),
        ("euc_jp", "長い議論の末、市議会は新しい港のフェリーを承認しました"),
        ("cp949", "시의회가 오랜 논쟁 끝에 새 항구 여객선을 승인했다"),
    ],
)
def test_a_page_that_names_no_encoding_is_read_by_its_script(encoding: str, text: str) -> None:
    page = f"<title>News</title><script>var a = 1;</script><p><a href='/news/1.html'>{text}</a></p>"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(
    "text",
    [
        "Élevé à Évreux, le député a été réélu après une soirée très animée, où les préférés ont été évincés",
        "Größere Mäuse überqueren die Straßenbahnbrücke; für Gäste gäbe es Getränke und Küchengeräte",
        "Não há ações à tradição; as coleções são únicas e não estão disponíveis até amanhã",
    ],
)
def test_accents_amid_latin_letters_are_no_other_script(text: str) -> None:
    page = f"<title>News</title><p>{text}</p><p>{text}</p>"
    assert decode(page.encode("cp1252")) == page


def test_utf7_is_never_decoded() -> None:
    assert "<script>" not in decode(b"+ADw-script+AD4-", "text/html; charset=utf-7")


def test_codecs_that_are_no_encodings_of_text_are_not_run() -> None:
    assert decode(b"\\x41", "text/html; charset=unicode_escape") == "\\x41"


def test_a_zip_bomb_is_read_up_to_the_limit() -> None:
    assert len(decode(gzip.compress(b" " * (MAX_BYTES * 2)))) == MAX_BYTES


def test_the_hostile_pages_texts_are_read(shared: Path) -> None:
    missed = []
    for line in (shared / "corpus/hostile/cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["id"].startswith("page-enc-"):
            page = (shared / "corpus/hostile" / case["file"]).read_bytes()
            text = decode(page, case["headers"].get("Content-Type", ""))
            wanted = case["must"].get("text", []) + case["must"].get("should_text", [])
            missed += [(case["id"], each) for each in wanted if each not in text]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("don\xe2\x80\x99t \xe2\x80\x93 caf\xc3\xa9\xc2\xa0\xc2\xbb", "don’t – café\xa0»"),
        ("\u2019 beside \xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", "’ beside Привет"),
        ("\xf0\x9f\x91\x8d\xe2\x80\xa6 «Spa\xdf\xbb", "👍… «Spaß»"),
        ("«Spaß» and «CAFÉ»: â€ alone", "«Spaß» and «CAFÉ»: â€ alone"),
        ("a control \x80 alone, \xe2\x80", "a control \x80 alone, \xe2\x80"),
    ],
)
def test_utf8_that_was_taken_for_latin1_is_mended_wherever_it_stands(text: str, mended: str) -> None:
    assert decode(text) == mended
    assert decode(f"<p>ł {text}".encode()) == f"<p>ł {mended}"
