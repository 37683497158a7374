"""What is said beside a date: that the page was published then, or changed, or that somebody joined a forum."""

from __future__ import annotations

import re

# On texts in lower case.
_UPDATED = re.compile(
    r"updat|modif|aktualis|geändert|mis à jour|màj|actualiz|aggiorn|atualiz|bijgewerkt|uppdater|opdater|oppdater|"
    r"обновл|更新|수정|zaktualiz|aktualiz|päivitet|güncell|last reviewed|edited|revised|ενημ|оновл|frissít|ažur|"
    r"تحديث|بروز ?رسانی|به‌روز|עודכן|अपडेट|আপডেট|อัปเดต|cập nhật|diperbarui",
)
_ISSUED = re.compile(
    r"publi|posted|submitted|first|created|issued|veröffentl|erschien|pubblic|gepubliceerd|publicer|опубл|発行|公開|掲載|发布|發布|입력|등록|"
    r"opublik|julkaistu|yayın|giriş|eklen|zveřej|дата|опублік|megjelen|közzé|δημοσ|نشر|انتشار|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|"
    r"đăng|diterbitkan|tayang|(?:^|\s)(?:时间|時間|日期|日時)\s?[:：]?\s*$",
)
_FIRST = re.compile(r"\b(?:original(?:ly)?|first) (?:publi|posted|appeared)|ursprünglich|initialement")
_OF_PEOPLE = re.compile(
    r"joined|member since|registered|registriert|mitglied seit|beigetreten|inscri|miembro desde|registrado|iscritto|"
    r"lid sinds|medlem sedan|dołącz|регистрац|зарегистр|注册时间|加入时间|登録日|가입"
)


def says_updated(text: str) -> bool:
    return _UPDATED.search(text.lower()) is not None


def says_issued(text: str) -> bool:
    return _ISSUED.search(text.lower()) is not None


def says_when(text: str) -> bool:
    """Whether a label in front of a date tells that it is the page's own, of publication or of change."""
    return says_issued(text) or says_updated(text)


def says_first_issued(text: str) -> bool:
    """Whether the page was published on that date, whatever other dates it has: "originally published on"."""
    return _FIRST.search(text.lower()) is not None


def is_of_people(text: str) -> bool:
    """Whether it is the date when somebody came to a forum, which stands beside each of their posts."""
    return _OF_PEOPLE.search(text.lower()) is not None
