"""Pages in many languages: who wrote them and when, as their bylines say it."""

from __future__ import annotations

import pytest

from cleaner import Rules, parse
from cleaner.metadata import read_metadata

TITLES = {
    "de": "Stadtrat stimmt für die alte Brücke",
    "fr": "Le conseil vote pour le vieux pont",
    "es": "El consejo vota a favor del viejo puente",
    "pt": "Conselho vota a favor da velha ponte",
    "it": "Il consiglio vota per il vecchio ponte",
    "pl": "Rada głosuje za starym mostem",
    "ru": "Совет проголосовал за старый мост",
    "uk": "Рада проголосувала за старий міст",
    "cs": "Rada hlasovala pro starý most",
    "nl": "De raad stemt voor de oude brug",
    "sv": "Rådet röstar för den gamla bron",
    "da": "Byrådet stemmer for den gamle bro",
    "nb": "Bystyret stemmer for den gamle broen",
    "fi": "Valtuusto äänesti vanhan sillan puolesta",
    "hu": "A tanács a régi híd mellett szavazott",
    "tr": "Meclis eski köprü için oy kullandı",
    "ar": "المجلس يصوت لصالح الجسر القديم",
    "he": "המועצה הצביעה בעד הגשר הישן",
    "fa": "شورا به پل قدیمی رأی داد",
    "zh": "市议会投票决定保留老桥",
    "zh-TW": "市議會投票決定保留老橋",
    "ja": "市議会、古い橋の存続を可決",
    "ko": "시의회, 옛 다리 유지 표결",
    "th": "สภาลงมติให้เก็บสะพานเก่า",
    "hi": "परिषद ने पुराने पुल के पक्ष में मतदान किया",
    "vi": "Hội đồng bỏ phiếu giữ cầu cũ",
    "id": "Dewan memilih mempertahankan jembatan lama",
    "ms": "Majlis mengundi untuk jambatan lama",
    "hr": "Vijeće glasalo za stari most",
    "sr": "Већеће гласало за стари мост",
    "bg": "Съветът гласува за стария мост",
    "lv": "Dome balso par veco tiltu",
    "am": "ምክር ቤቱ ለአሮጌው ድልድይ ድምፅ ሰጠ",
    "mn": "Зөвлөл хуучин гүүрийн төлөө санал өглөө",
    "ha": "Majalisa ta zabi tsohuwar gada",
    "lo": "ສະພາລົງຄະແນນໃຫ້ຂົວເກົ່າ",
    "et": "Volikogu hääletas vana silla poolt",
}
BYLINES: list[tuple[str, str, tuple[str, ...]]] = [
    (
        "de",
        "<p>Von Anna Schmidt und Jürgen Weiß</p><p>Stand: 05.03.2024, 14:30 Uhr</p>",
        ("Anna Schmidt", "Jürgen Weiß"),
    ),
    ("de", "<p>Ein Gastbeitrag von Karla Meier</p><p>5. März 2024, 6:12 Uhr</p>", ("Karla Meier",)),
    ("de", "<p>Veröffentlicht am 05.03.24 | Autorin: Karla Meier</p>", ("Karla Meier",)),
    (
        "fr",
        "<p>Par Anne Petit et Luc Dubois</p><p>Publié le 5 mars 2024 à 14h30, mis à jour le 6 mars 2024</p>",
        ("Anne Petit", "Luc Dubois"),
    ),
    ("fr", "<p>Publié le 05/03/2024 à 10:00 par Anne Petit (avec AFP)</p>", ("Anne Petit",)),
    ("es", "<p>Por María López</p><p>05 de marzo de 2024 - 14:30 h</p>", ("María López",)),
    ("es", "<div>María López Ruiz</div><div>Madrid - 5 mar 2024 - 06:30 CET</div>", ("María López Ruiz",)),
    (
        "pt",
        "<p>Por João da Silva, g1 SP — São Paulo</p><p>05/03/2024 14h30 Atualizado 06/03/2024</p>",
        ("João da Silva",),
    ),
    ("pt", "<p>Texto: Ana Sousa</p><p>5 de março de 2024</p>", ("Ana Sousa",)),
    ("it", "<p>di Maria Rossi</p><p>5 Marzo 2024 alle 14:30</p>", ("Maria Rossi",)),
    ("it", "<p>a cura di Paolo Bianchi</p><p>martedì 5 marzo 2024</p>", ("Paolo Bianchi",)),
    ("pl", "<p>Autor: Jan Kowalski</p><p>Data publikacji: 5 marca 2024, 14:30</p>", ("Jan Kowalski",)),
    ("pl", "<p>Jan Kowalski, Anna Nowak</p><p>05.03.2024</p>", ("Jan Kowalski", "Anna Nowak")),
    ("ru", "<p>Автор: Иван Петров</p><p>5 марта 2024, 14:30 МСК</p>", ("Иван Петров",)),
    ("ru", "<p>Текст: Анна Иванова</p><p>Опубликовано 05.03.2024 в 14:30</p>", ("Анна Иванова",)),
    ("uk", "<p>Автор: Олена Коваль</p><p>5 березня 2024, 14:30</p>", ("Олена Коваль",)),
    ("cs", "<p>Autor: Petr Novák</p><p>5. března 2024 14:30</p>", ("Petr Novák",)),
    ("nl", "<p>Door Jan de Vries</p><p>Gepubliceerd op 5 maart 2024 om 14:30</p>", ("Jan de Vries",)),
    ("sv", "<p>Av Anna Lindqvist</p><p>Publicerad 5 mars 2024 14.30</p>", ("Anna Lindqvist",)),
    ("sv", "<p>Text: Anna Lindqvist Foto: Olle Berg</p><p>Publicerad: 2024-03-05</p>", ("Anna Lindqvist",)),
    ("da", "<p>Af Mette Jensen</p><p>5. marts 2024 kl. 14.30</p>", ("Mette Jensen",)),
    ("nb", "<p>Av Kari Nordmann</p><p>Publisert: 5. mars 2024 14:30</p>", ("Kari Nordmann",)),
    ("fi", "<p>Teksti: Matti Virtanen</p><p>Julkaistu 5.3.2024 klo 14.30</p>", ("Matti Virtanen",)),
    ("hu", "<p>Szerző: Kovács János</p><p>2024. március 5. 14:30</p>", ("Kovács János",)),
    ("tr", "<p>Yazan: Ayşe Yılmaz</p><p>Yayınlanma: 05.03.2024 14:30 Güncelleme: 06.03.2024</p>", ("Ayşe Yılmaz",)),
    ("tr", "<p>Haber: Mehmet Demir</p><p>5 Mart 2024 Salı 14:30</p>", ("Mehmet Demir",)),
    ("ar", "<p>بقلم: أحمد علي</p><p>نشر في 5 مارس 2024 الساعة 14:30</p>", ("أحمد علي",)),
    ("ar", "<p>كتب محمد حسن</p><p>الثلاثاء 5 آذار 2024</p>", ("محمد حسن",)),
    ("he", "<p>מאת יוסי כהן</p><p>5 במרץ 2024, 14:30</p>", ("יוסי כהן",)),
    ("fa", "<p>نویسنده: مریم رضایی</p><p>۱۵ اسفند ۱۴۰۲ - ۱۴:۳۰</p>", ("مریم رضایی",)),
    ("zh", "<p>记者 王小明</p><p>2024年03月05日 14:30 来源：新华网</p>", ("王小明",)),
    ("zh", "<p>作者：李华</p><p>2024-03-05 14:30</p>", ("李华",)),
    ("zh-TW", "<p>記者王大明／台北報導</p><p>2024/03/05 14:30</p>", ("王大明",)),
    ("zh-TW", "<p>文／陳小美</p><p>發布時間：2024/03/05</p>", ("陳小美",)),
    ("ja", "<p>文・山田太郎</p><p>2024年3月5日 14時30分</p>", ("山田太郎",)),
    ("ja", "<p>取材・文：鈴木花子</p><p>2024/3/5 14:30</p>", ("鈴木花子",)),
    ("ko", "<p>김철수 기자</p><p>입력 2024.03.05 14:30 수정 2024.03.06 09:00</p>", ("김철수",)),
    ("ko", "<p>글 = 박영희</p><p>등록 2024-03-05 14:30</p>", ("박영희",)),
    ("ko", "<p>[서울=뉴시스] 이민호 기자 = </p><p>승인 2024.03.05 14:30</p>", ("이민호",)),
    ("th", "<p>โดย สมชาย ใจดี</p><p>5 มี.ค. 2567 14:30 น.</p>", ("สมชาย ใจดี",)),
    ("hi", "<p>लेखक: राजेश कुमार</p><p>5 मार्च 2024, 14:30 IST</p>", ("राजेश कुमार",)),
    ("hi", "<p>Written By राजेश कुमार</p><p>Published: March 5, 2024 02:30 PM IST</p>", ("राजेश कुमार",)),
    ("vi", "<p>Tác giả: Nguyễn Văn An</p><p>Thứ ba, 5/3/2024, 14:30 (GMT+7)</p>", ("Nguyễn Văn An",)),
    ("id", "<p>Oleh: Budi Santoso</p><p>Selasa, 5 Maret 2024 14:30 WIB</p>", ("Budi Santoso",)),
    ("id", "<p>Penulis: Siti Aminah</p><p>05/03/2024, 14:30 WIB</p>", ("Siti Aminah",)),
    ("id", "<p>Siti Aminah - detikNews</p><p>Selasa, 05 Mar 2024 14:30 WIB</p>", ("Siti Aminah",)),
    ("ms", "<p>Oleh Ahmad Ismail</p><p>5 Mac 2024, 2:30 pm</p>", ("Ahmad Ismail",)),
    ("hr", "<p>Autor: Ivan Horvat</p><p>05.03.2024. u 14:30</p>", ("Ivan Horvat",)),
    ("sr", "<p>Аутор: Марко Јовић</p><p>5. март 2024. 14:30</p>", ("Марко Јовић",)),
    ("bg", "<p>Автор: Иван Петров</p><p>5 март 2024, 14:30</p>", ("Иван Петров",)),
    ("sr", "<p>аутор: <a href=/a>Марко Јовић</a> <span>уторак, 5. март 2024, 09:05</span></p>", ("Марко Јовић",)),
    ("de", "<p><span>Von Anna Schmidt</span> <span>Dienstag, 5. März 2024, 16:05 Uhr</span></p>", ("Anna Schmidt",)),
    ("lv", "<p>5. marts, 2024, 9:18</p><p>Autori: Ilze Ozoliņa (Ziņas)</p>", ("Ilze Ozoliņa",)),
    ("am", "<p>March 5, 2024</p><p>በ ሰላማዊት ተስፋዬ</p>", ("ሰላማዊት ተስፋዬ",)),
    ("mn", "<p>2024 оны 3-р сарын 5</p><p><a href=/author/9>Б.Сарнай</a></p>", ("Б.Сарнай",)),
    ("ha", "<p>by Musa Abdullahi</p><p>5 Maris 2024</p>", ("Musa Abdullahi",)),
    ("lo", "<p>ເຂົ້າລະຫັດໂດຍ admin</p><p>5 ມີນາ 2024</p>", ()),
    ("et", "<p>Autor: Mari Tamm</p><p>5. märts 2024, 14:30</p>", ("Mari Tamm",)),
]


@pytest.mark.parametrize(("language", "byline", "authors"), BYLINES)
def test_bylines_and_dates_are_read_in_the_pages_language(language: str, byline: str, authors: tuple[str, ...]) -> None:
    title = TITLES[language]
    html = (
        f"<html lang='{language}'><head><title>{title} | gazette.example</title></head><body><main><h1>{title}</h1>"
        f"{byline}<p>{f'{title}. ' * 20}</p></main></body></html>"
    )
    found = read_metadata(parse(html), url="https://gazette.example/a/1", rules=Rules())
    assert (found.title, found.authors) == (title, authors)
    assert found.published is not None and found.published.date().isoformat() == "2024-03-05"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("記者王大明／台北報導", ("王大明",)),
        ("本报记者 王小明 李华", ("王小明", "李华")),
        ("김철수 기자", ("김철수",)),
        ("[서울=뉴시스] 이민호 기자 = ", ("이민호",)),
        ("読者の声", ("読者の声",)),
    ],
)
def test_reporters_of_the_east_are_told_from_their_trade(said: str, names: tuple[str, ...]) -> None:
    html = f"<head><meta name=author content='{said}'></head><body><h1>A title</h1></body>"
    assert read_metadata(parse(html), url="", rules=Rules()).authors == names


def test_who_took_the_pictures_is_no_author() -> None:
    html = (
        "<html lang=sv><body><h1>A title</h1><p>Text: Anna Lindqvist, Foto: Olle Berg</p><p>Foto: Olle Berg</p></body>"
    )
    assert read_metadata(parse(html), url="", rules=Rules()).authors == ("Anna Lindqvist",)
