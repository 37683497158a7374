"""Dates told from now: "2 hours ago", "yesterday, 18:00", "vor 3 Stunden", "3小时前"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from cleaner.metadata.dates.calendars import fold
from cleaner.metadata.dates.clock import find_times

_MAX_TEXT = 60
"""Longer texts are sentences that happen to hold such words."""

_UNITS = {
    "second": """s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden
        sekund sekunder sekunnia saniye секунд секунды секунду sn 秒 초 ثانية ثوان detik giây วินาที""",
    "minute": """min mins minute minutes minuten minuto minutos minuti minuut minut minuta minuty minuter minutter
        minuuttia dakika минут минуты минуту хвилин λεπτα perc perce minuti min. dk 分 分钟 分鐘 분 دقيقة دقائق دقیقه
        דקות דקה मिनट menit phút นาที""",
    "hour": """h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren godzina godziny godzin
        hodina hodiny hodin hodinami timme timmar time timer tunti tuntia saat час часа часов годин години годину ωρα
        ωρες ora oraja 小时 小時 時間 시간 ساعة ساعات ساعت שעות שעה घंटे घंटा jam giờ ชั่วโมง""",
    "day": """d day days tag tage tagen jour jours dia dias giorno giorni dag dagen dagar dage dager dni dzien den dnu
        dny paiva paivaa gun день дня дней дні днів ημερα ημερες nap napja zile zi 天 日 일 يوم أيام ایام روز ימים יום
        दिन hari ngày วัน""",
    "week": """w wk week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzien tygodnie
        tygodni vecka veckor uge uger uke uker viikko viikkoa hafta неделю недели недель тиждень тижні εβδομαδα
        εβδομαδες het hete 周 週 週間 星期 주 أسبوع أسابيع هفته שבוע שבועות सप्ताह हफ्ते minggu tuần สัปดาห์""",
}
_STEP = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_UNIT = {fold(word): _STEP[unit] for unit, words in _UNITS.items() for word in words.split()}
_AGO_BEFORE = """vor|il y a|hace|ha|fa|acum|pred|πριν(?: απο)?|منذ|قبل|לפני|przed|for|mais de"""
_AGO_AFTER = (
    "ago|fa|atras|geleden|temu|zpet|sedan|siden|sitten|once|назад|тому|ezelott|in urma|前|之前|以前|전|پیش|पहले|"
    "lalu|yang lalu|truoc|ที่แล้ว|ที่ผ่านมา"
)
_ONE = frozenset("a an one ein eine einem einer une un una uno en et ett een jeden jedna eden bir один одну 一".split())

_LABEL = r"(?:[^\W\d]{2,14}(?: [^\W\d]{2,8})?\s?:?\s)?"
_COUNT = rf"\d{{1,3}}|{'|'.join(sorted(_ONE, key=len, reverse=True))}"
_AGO = re.compile(
    rf"{_LABEL}(?:(?:{_AGO_BEFORE})\s(?:about |over |etwa |circa )?(?P<count>{_COUNT})\s?(?P<unit>[^\s\d]{{1,10}})"
    rf"|(?:about |over )?(?P<count2>{_COUNT})\s?(?P<unit2>[^\s\d]{{1,10}}?)\s?(?:{_AGO_AFTER}))[.,]?(?:\s[·•|-].*)?"
)
_DAYS_BACK = {
    0: """today|heute|aujourd'hui|hoy|oggi|hoje|vandaag|dzisiaj|dzis|dnes|idag|i dag|tanaan|bugun|сегодня|сьогодні|
        σημερα|ma|azi|avui|今天|今日|오늘|اليوم|امروز|היום|आज|hari ini|hom nay|วันนี้""",
    1: """yesterday|gestern|hier|ayer|ieri|ontem|gisteren|wczoraj|vcera|igar|i gar|eilen|dun|вчера|вчора|χθες|tegnap|
        ahir|昨天|昨日|어제|أمس|دیروز|אתמול|कल|kemarin|hom qua|เมื่อวาน""",
    2: "vorgestern|avant-hier|anteayer|前天|позавчера",
}
_DAY_WORD = {fold(word.strip()): days for days, words in _DAYS_BACK.items() for word in words.split("|")}
_NOW = frozenset(
    fold(words)
    for words in "just now|now|gerade eben|à l'instant|ahora mismo|刚刚|剛剛|たった今|방금|только что".split("|")
)
_LEAD = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)?")


def read_relative(text: str, home: tzinfo, now: datetime) -> datetime | None:
    """The moment that a whole short text names relative to `now`; None when it does not, or lies ahead.

    text: in the form of `calendars.plain`. A day without a time ("yesterday") is midnight in the zone `home`.
    """
    if len(text) > _MAX_TEXT:
        return None
    folded = " ".join(fold(word) for word in text.split())
    if folded.rstrip(".!") in _NOW:
        return now
    return _ago(folded, now) or _day_back(text, folded, home, now)


def _ago(folded: str, now: datetime) -> datetime | None:
    match = _AGO.fullmatch(folded)
    if match is None:
        return None
    count, unit = match["count"] or match["count2"], match["unit"] or match["unit2"]
    step = _UNIT.get(unit.rstrip("."))
    return now - timedelta(seconds=step * (int(count) if count.isdigit() else 1)) if step else None


def _day_back(text: str, folded: str, home: tzinfo, now: datetime) -> datetime | None:
    """ "Yesterday at 9:15 AM", "heute", "昨天 10:00"."""
    lead = _LEAD.match(folded)
    if lead is None:
        return None
    words = lead[0] if lead[0] in _DAY_WORD else lead[0].split()[0]
    days = _DAY_WORD.get(words)
    rest = folded[len(words) :]
    if days is None or re.search(r"[^\W\d_]{6}", rest):
        return None
    day = now.astimezone(home).date() - timedelta(days=days)
    if times := find_times(text):
        return times[0].on(day.year, day.month, day.day, home)
    is_all = not any(ch.isalnum() for ch in rest)
    return datetime(day.year, day.month, day.day, tzinfo=home) if is_all else None
