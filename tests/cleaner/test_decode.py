"""Bytes become text as in a browser, and better where a browser shows rubbish."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "windows-1251", "gb2312"])
def test_a_stray_byte_does_not_spoil_the_text_around_it(label: str) -> None:
    page = "Grüße, für 5 Köln ".encode() + b"f\xfcr"
    assert decode(page, f"text/html; charset={label}") == "Grüße, für 5 Köln für"


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


OTHER_SCRIPTS = [
    ("cp1251", "Совет одобрил новый паром в порту после долгих споров"),
    ("koi8-r", "Почему зимний рынок переехал под крышу в этом году"),
    ("koi8-u", "Чому зимовий ринок переїхав під дах цього року"),
    ("iso8859-5", "Новият ферибот тръгва от следващата седмица"),
    ("cp866", "Библиотека теперь открыта и ночью, говорят жители"),
    ("cp1253", "Το συμβούλιο ενέκρινε το νέο πλοίο στο λιμάνι"),
    ("iso8859-7", "Η χειμερινή αγορά απέκτησε στέγη αυτό τον χρόνο"),
    ("cp1255", "המועצה אישרה את המעבורת החדשה בנמל אחרי דיון ארוך"),
    ("cp1256", "وافق المجلس على العبارة الجديدة في الميناء بعد نقاش طويل"),
    ("iso8859-6", "لماذا تفتح المكتبة أبوابها ليلا في هذه المدينة"),
    ("cp874", "สภาเมืองอนุมัติเรือข้ามฟากลำใหม่ที่ท่าเรือ"),
    ("gb18030", "市议会在长时间辩论后批准了新的港口渡轮"),
    ("big5", "市議會在長時間辯論後批准了新的港口渡輪"),
    ("cp932", "長い議論の末、市議会は新しい港のフェリーを承認しました"),
    ("euc_jp", "長い議論の末、市議会は新しい港のフェリーを承認しました"),
    ("iso2022_jp", "長い議論の末、市議会は新しい港のフェリーを承認しました"),
    ("cp949", "시의회가 오랜 논쟁 끝에 새 항구 여객선을 승인했다"),
]
LETTERS = [
    *OTHER_SCRIPTS,
    ("cp1250", "Kompa végül új kikötőt kapott, és többször indul a jövő héttől"),
    ("iso8859-2", "Dlaczego zimowy targ ma już dach i działa także nocą"),
    ("cp1254", "Yeni vapur gelecek hafta sefere başlıyor, ama çarşıdaki esnaf hiç memnun değil"),
    ("cp1257", "Kodėl žiemos turgus jau turi stogą ir dirba naktį"),
    ("iso8859-13", "Kāpēc bibliotēka tagad ir atvērta arī naktī"),
    ("cp1252", "Élevé à Évreux, le député a été réélu après une soirée très animée"),
    ("iso8859-15", "Au cœur du marché, on paie 3 € à présent, a déclaré la mairie"),
]


@pytest.mark.parametrize(("encoding", "text"), LETTERS)
@pytest.mark.parametrize("language", ["", " lang='en'"])
def test_a_page_that_names_no_encoding_is_read_by_its_letters(encoding: str, text: str, language: str) -> None:
    page = f"<html{language}><title>News</title><script>var a = 1;</script><p><a href='/news/1.html'>{text}</a></p>"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(("encoding", "text"), LETTERS)
def test_scripts_and_english_menus_do_not_drown_the_letters(encoding: str, text: str) -> None:
    script = "<script>" + "function f(x) { return x < 3 }\n" * 10_000 + "</script>"
    menu = "<ul>" + "<li>About this site and its authors</li>" * 500 + "</ul>"
    page = f"<title>News</title>{script}{menu}<p>{text}</p>{menu}"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(("encoding", "text"), LETTERS)
@pytest.mark.parametrize("label", ["utf-8", "utf-16", "koi8-r", "shift_jis", "iso-2022-jp"])
def test_a_label_that_the_letters_contradict_is_not_believed(encoding: str, text: str, label: str) -> None:
    page = f"<title>{text}</title><p>{text}</p>"
    assert decode(page.encode(encoding), f"text/html; charset={label}") == page


@pytest.mark.parametrize(("encoding", "text"), OTHER_SCRIPTS)
def test_the_label_that_servers_add_to_everything_does_not_hide_another_script(encoding: str, text: str) -> None:
    page = f"<title>{text}</title><p>{text}</p>"
    assert decode(page.encode(encoding), "text/html; charset=ISO-8859-1") == page


@pytest.mark.parametrize(
    ("label", "encoding", "text"), [("windows-1251", "cp1251", LETTERS[0][1]), ("iso-8859-2", "iso8859-2", BRIDGE)]
)
def test_of_header_and_meta_the_one_that_fits_the_letters_is_right(label: str, encoding: str, text: str) -> None:
    for in_page, in_header in ((label, "iso-8859-1"), ("iso-8859-1", label), (label, "utf-8"), ("utf-8", label)):
        page = f"<meta charset='{in_page}'><p>{text}</p>"
        assert decode(page.encode(encoding), f"text/html; charset={in_header}") == page


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("iso-8859-3", "iso8859-3", "Ĉiuj ĝojas pri la nova pramo en la haveno, ĉar ĝi veturas ĉiutage"),
        ("windows-1252", "cp1252", "± × § ¶ µ ¹ ² ³ ¼ ½ ¾ Ø Þ ð"),
        ("iso-8859-1", "cp1252", "Škoda, Žižek, Ýr, Þór, Ðuro"),
        ("windows-1251", "cp1251", "“An English page” on a server in Minsk – it’s © 2026"),
    ],
    ids=["a language without a list", "signs alone", "foreign names", "English"],
)
def test_a_label_that_may_be_right_is_believed(label: str, encoding: str, text: str) -> None:
    page = f"<title>News</title><p>{text}</p><p>{text}</p>"
    assert decode(page.encode(encoding), f"text/html; charset={label}") == page


@pytest.mark.parametrize(
    "text",
    [
        "One dash \u2014 and another \u2014 no more",
        "\xa0\xa0\xa0 10\xa0\xa0 12pm\xa0\xa0\xa0 SAAC 217 \xa0\xa0",
        "× × × © 2026 » ¶ ± 5",
        "It’s “quoted” at 350°F, for £5 or 3½ €",
        "Beyoncé and Zoë met Señor Muñoz at a café",
    ],
)
def test_signs_in_an_english_text_are_no_letters_of_another_language(text: str) -> None:
    page = f"<title>News</title><p>{text}</p>"
    assert decode(page.encode("cp1252")) == page


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


def _in_euc_jp(text: str) -> bytes:
    """Python's EUC-JP lacks what NEC added; here by way of Shift_JIS, whose pairs are the same in another order."""
    data = b""
    for first, second in (each.encode("cp932") for each in text):
        row = 2 * (first - (0x81 if first < 0xA0 else 0xC1)) + (second >= 0x9F)
        cell = second - 0x9F if second >= 0x9F else second - 0x40 - (second > 0x7F)
        data += bytes((0xA1 + row, 0xA1 + cell))
    return data


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [
        ("gb2312", "朱镕基的書店在深圳".encode("gb18030"), "朱镕基的書店在深圳"),
        ("euc-kr", "똠방각하가 펲시를 마셨다".encode("cp949"), "똠방각하가 펲시를 마셨다"),
        ("shift_jis", "①番目の㈱髙島屋は№１です".encode("cp932"), "①番目の㈱髙島屋は№１です"),
        ("euc-jp", _in_euc_jp("①番目の㈱は№１です"), "①番目の㈱は№１です"),
        ("big5", "同埗頭，啲嘢喺邊度？".encode("big5hkscs"), "同埗頭，啲嘢喺邊度？"),
        ("iso-8859-1", "“Quoted” – it’s 5 €".encode("cp1252"), "“Quoted” – it’s 5 €"),
        ("iso-8859-9", "“Güneş” doğdu".encode("cp1254"), "“Güneş” doğdu"),
        ("tis-620", "“สวัสดี” ครับ…".encode("cp874"), "“สวัสดี” ครับ…"),
        ("iso-8859-2", b"\x84\xaf\xf3\xb3\xe6 g\xea\xb6l\xb1\x94", "„Żółć gęślą”"),
        ("koi8-r", "Їжак і ґава є в лісі".encode("koi8-u"), "Їжак і ґава є в лісі"),
    ],
)
def test_a_label_stands_for_all_that_pages_with_it_have(label: str, data: bytes, text: str) -> None:
    assert decode(data, f"text/html; charset={label}") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["", "utf-16", "utf-8"])
@pytest.mark.parametrize("text", ["Plain words.", "上個星期六，河邊小鎮的一座老橋六十年來第一次重新上漆。" * 9])
def test_utf16_is_told_by_its_zeros(encoding: str, label: str, text: str) -> None:
    page = f"<!DOCTYPE html><html><title>News</title><p>{text}</p>"
    assert decode(page.encode(encoding), f"text/html; charset={label}") == page


def test_tones_of_vietnamese_are_joined_with_their_vowels() -> None:
    apart = b"Ch\xf2 mu\xe0 \xf0\xf4ng \xf0a\xde c\xf3 ma\xeci che, m\xf4\xdei ng\xfd\xf5\xcci m\xf4\xf2t vi\xea\xf2c"
    assert "đã" in decode(apart, "text/html; charset=windows-1258")


def test_utf7_is_never_decoded() -> None:
    assert "<script>" not in decode(b"+ADw-script+AD4-", "text/html; charset=utf-7")


def test_codecs_that_are_no_encodings_of_text_are_not_run() -> None:
    assert decode(b"\\x41", "text/html; charset=unicode_escape") == "\\x41"


def test_a_zip_bomb_is_read_up_to_the_limit() -> None:
    assert len(decode(gzip.compress(b" " * (MAX_BYTES * 2)))) == MAX_BYTES


LABELS = st.sampled_from(
    ["", "utf-8", "utf-16", "iso-8859-1", "iso-8859-2", "shift_jis", "euc-jp", "iso-2022-jp", "gb2312"]
)


@given(st.binary(), LABELS)
def test_any_bytes_become_text_that_can_be_written(data: bytes, label: str) -> None:
    decode(data, f"text/html; charset={label}").encode()


@pytest.mark.parametrize(
    "piece", [b"<", b"<script ", b"<script>\xe9", b">\xe9", b"<!--", b"a\xa0", b"\xc3\xa9\xe9 ", b"\xad\xff"]
)
def test_no_page_is_slow_to_read(piece: bytes) -> None:
    page = piece * (1_000_000 // len(piece)) + b"\xe9"
    before = time.process_time()
    decode(page)
    assert time.process_time() - before < 1.0  # 0.2 s at the most where this was written


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
