"""A text's language by its script, its letters and its commonest words: a sure guess, or none."""

from __future__ import annotations

import pytest

from cleaner.tongue import tongue

TEXTS = {
    "en": "The hinge was made by a man who lives on an island, and the ferry that goes there is often late.",
    "de": "Der Bagger hat den Graben nicht geschlossen, und die Bauern auf dem Land sind mit sich im Streit.",
    "fr": "Il a fallu trois jours pour que le pain des habitants cuise dans la gueule du four, pas avant.",
    "es": "A las manos de su abuelo no se les nota el barro, pero la mesa que usó es la misma con más.",
    "pt": "O sino não tocou na hora que a cidade esperava, mas o bonde subiu a ladeira com os passageiros.",
    "it": "Il primo rintocco è arrivato a mezzogiorno, come chi si schiarisce la voce, e non è più per la piazza.",
    "nl": "De geur van het hout hangt er nog, maar de bank is leeg en het mes van de maker ligt aan een wilg op erf.",
    "sv": "Det låg i en vägg som var full av spån, och när han såg det trodde han att det var för värmen i huset.",
    "pl": "Co wieczór przekręca klucz i czeka, aż światło się obróci, bo nikt nie wie, czy jeszcze jest potrzebne.",
    "cs": "Sklárna v obci znovu taví, protože se lidé nevzdali a za úspory si pořídili pec, která už je jejich jako.",
    "hu": "A műhelyben már csak egy ember van, aki azt mondja, hogy a receptet nem adja ki, és ez így is marad.",
    "tr": "Köyün çeşmesi çok eski, ama yazıyı uzun süre kimse okuyamadı, çünkü taşı bir yosun gibi kaplamış ve sonra.",
    "ru": "Теплоход двадцать лет стоял на берегу, а теперь на нём читают книги дети из дальних деревень.",
    "uk": "У майстерні пахне деревом і воском, а сопілки сохнуть на полицях щонайменше три роки, каже її господар.",
    "el": "Το σκεπάρνι πέφτει ρυθμικά πάνω στο πεύκο και οι ροκανίδες σκορπίζουν ως το κύμα.",
    "ar": "بنيت الساقية في القرن الثامن عشر لري بساتين النخيل، وتوقفت حين دخلت المضخات إلى القرية.",
    "fa": "قنات روستا که پانزده سال خشک مانده بود، هفته گذشته دوباره به آب رسید و پیرترین مقنی چیزی نگفت.",
    "hi": "धागे खिंचते ही लकड़ी का राजा सिर झुकाता है और बच्चे खिलखिला उठते हैं, पर्दे के पीछे वे बैठे हैं।",
    "ja": "朝から霧が深く、渡し船は出ないと聞いていた。それでも桟橋に行くと、船頭さんが鐘を鳴らしていた。",
    "zh": "清晨六点半，太平巷的石板还湿着，老陆已经卸下了门板，墙上的三十七座钟走得分秒不差。",
    "ko": "새벽 다섯 시 반, 작은 통통배에 우편 행낭이 실렸다. 행낭 안에는 손으로 쓴 편지 한 통이 들어 있었다.",
    "th": "เสียงไม้ไผ่กระทบกันดังเป็นจังหวะจากใต้ถุนเรือนหลังเก่า ยายนั่งเหลาซี่ร่มทีละซี่",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=list(TEXTS))
def test_a_sentence_or_two_tell_the_language(code: str, text: str) -> None:
    assert tongue(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Snow again.",
        "Menu Home Contact Login Search Basket Help Jobs Press Imprint Privacy Terms Sitemap Feed About Team Blog",
        "const a = 1; let b = f(a) + g(b, c); return b >> 2; export default function h() { while (a < b) a += 1; }",
        f"{TEXTS['de']} {TEXTS['fr']}",
    ],
)
def test_what_is_short_or_of_no_one_language_gets_no_guess(text: str) -> None:
    assert tongue(text) is None
