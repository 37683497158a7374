"""The list of letters by which encodings from before UTF-8 are told apart."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest

from cleaner.letters import likelihoods

LINES = [
    line.split("; ")
    for line in files("cleaner").joinpath("letters.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("codes", "encodings", "letters"), LINES, ids=[codes for codes, _, _ in LINES])
def test_a_language_has_each_letter_once_and_its_first_encoding_has_all(
    codes: str, encodings: str, letters: str
) -> None:
    assert len(set(letters)) == len(letters)
    assert unicodedata.normalize("NFC", letters) == letters  # an editor may save it so
    letters.encode(encodings.split()[0])


def test_what_a_page_says_of_its_language_decides_where_letters_do_not() -> None:
    page = "<p>Szeptemberi esőben</p>".encode("cp1250")
    for language, encoding in (("hu", "cp1250"), ("pt", "cp1252"), ("et", "cp1257")):
        scores, _ = likelihoods(page, language)
        assert max(scores, key=lambda each: scores[each]) == encoding


def test_what_a_page_says_of_its_language_does_not_outweigh_its_letters() -> None:
    scores, amount = likelihoods("<p>Совет одобрил новый паром</p>".encode("cp1251"), "hu")
    assert max(scores, key=lambda each: scores[each]) == "cp1251"
    assert amount == len("Советодобрилновыйпаром")


def test_tags_and_scripts_count_only_where_a_page_has_no_text() -> None:
    text = "<p>Совет одобрил новый паром</p>".encode("cp1251")
    data = b"<script>var x = '\xe9\xe8\xe0'</script><img alt='\xe9\xe8'>"
    assert likelihoods(data + text) == likelihoods(text)
    assert likelihoods(data)[1] == 5
