"""What walls say of themselves, in the languages of the web; one regular expression a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaner.model import Wall


def phrases(lines: str) -> re.Pattern[str]:
    """One pattern that finds any of the lines, whatever its case."""
    return re.compile("|".join(line.strip() for line in lines.splitlines() if line.strip()), re.IGNORECASE)


TITLES: Mapping[Wall, re.Pattern[str]] = {
    "bot-check": phrases(r"""
        just a moment
        attention required
        access denied
        access to this page has been denied
        are you (?:a )?(?:human|robot)
        robot check
        bot (?:check|verification|detection)
        human verification
        security (?:check|verification)
        verif(?:y|ying) (?:you are|that you|your browser)
        checking your browser
        ddos[- ](?:guard|protection)
        captcha
        pardon our interruption
        request (?:blocked|rejected|unsuccessful)
        you have been blocked
        please verify
        un momento
        einen moment
        un instant
        один момент
        请稍候
        人机验证
        安全验证
        ロボットではありません
    """),
    "consent": phrases(r"""
        before you continue
        bevor sie fortfahren
        avant d.accéder
        antes de continuar
        prima di continuare
        (?:cookie|privacy)[- ](?:consent|wall|settings|preferences|choices)
        your privacy
        we value your privacy
        ihre privatsphäre
        votre vie privée
        cookie[- ]?(?:hinweis|zustimmung)
        consent(?: required)?$
        datenschutzeinstellungen
    """),
    "login": phrases(r"""
        ^(?:please )?(?:log|sign)[- ]?(?:in|on)\b
        ^login\b
        ^anmeld(?:en|ung)
        ^einloggen
        ^(?:se )?connect(?:er|ez|exion)
        ^iniciar sesi[oó]n
        ^accedi\b
        ^inloggen
        ^войти
        ^вход\b
        ^登录
        ^ログイン
        ^로그인
        authentication required
        (?:log|sign) in (?:to continue|required)
        you must (?:be logged|log|sign) in
    """),
    "not-found": phrases(r"""
        \b404\b
        \b410\b
        (?:page|article|story|content|file|post) (?:was |is |could )?(?:not|cannot|can't) (?:be )?(?:found|available)
        (?:page|article|story|content|file|post|site) (?:is )?no longer (?:available|exists?)
        not found
        doesn.t exist
        does not exist
        no longer (?:exists|available)
        seite (?:wurde )?nicht gefunden
        nicht gefunden
        page (?:introuvable|non trouvée)
        introuvable
        página no encontrada
        no encontrad[ao]
        pagina non trovata
        non trovat[ao]
        página não encontrada
        pagina niet gevonden
        niet gevonden
        sidan (?:hittades inte|finns inte)
        siden (?:ble ikke funnet|findes ikke)
        sivua ei löyt
        nie znaleziono
        nie została znaleziona
        stránka nenalezena
        nenalezen
        страница не найдена
        не найден
        sayfa bulunamadı
        bulunamadı
        页面不存在
        找不到
        404页面
        ページが見つかりません
        見つかりません
        페이지를 찾을 수 없
        الصفحة غير موجودة
        صفحه (?:مورد نظر )?یافت نشد
        הדף לא נמצא
        ไม่พบหน้า
        không tìm thấy
        halaman tidak ditemukan
        a kért oldal nem található
    """),
    "error": phrases(r"""
        \b50[0234]\b
        internal server error
        bad gateway
        service (?:temporarily )?unavailable
        gateway time-?out
        database (?:connection )?error
        error establishing a database connection
        ^403\b
        \bforbidden\b
        ^error\b
        an error (?:has )?occurred
        something went wrong
        site (?:is )?(?:under|down for) (?:maintenance|construction)
        ^maintenance
        down for maintenance
        too many requests
        web server is down
        connection timed out
        account suspended
        domain (?:is )?(?:for sale|parked|expired)
        default web (?:site )?page
        it works!
    """),
}
"""In a title or a heading."""

SAYS: Mapping[Wall, re.Pattern[str]] = {
    "bot-check": phrases(r"""
        checking (?:if the site connection is secure|your browser)
        enable javascript and cookies to continue
        verify(?:ing)? (?:that )?you are (?:a )?human
        needs to review the security of your connection
        press (?:and|&) hold
        unusual (?:traffic|activity) from your
        complete the security check
        why have i been blocked
        performance (?:&|and) security by cloudflare
        automated (?:access|requests|queries)
        not a robot
        solve (?:the|this) captcha
        请完成安全验证
    """),
    "consent": phrases(r"""
        (?:we|our) .{0,40}partners .{0,80}(?:store|access|process)
        accept all.{0,60}(?:reject|manage|settings|options)
        (?:accept|agree to) (?:the use of )?(?:all )?cookies
        alle (?:cookies )?akzeptieren
        tout accepter
        aceptar todo
        accetta tutti
        cookies? (?:to continue|are required|akzeptieren)
        weiter mit werbung
        accept and continue
    """),
    "javascript": phrases(r"""
        (?:enable|activate|turn on|requires?|without|need) .{0,30}javascript
        javascript .{0,40}(?:enable|disabled|required|not (?:enabled|supported|available)|aktivier|activ|abilit|habilit)
        aktivieren sie .{0,30}javascript
        activez? javascript
        habilit\w+ javascript
        включите javascript
        启用 ?javascript
        javascriptを有効
    """),
    "login": phrases(r"""
        (?:please )?(?:log|sign) in to (?:continue|read|view|access)
        you (?:must|need to) (?:be logged in|log in|sign in)
        create (?:a free|an) account to (?:continue|read)
        melden sie sich an
        connectez-vous pour
        inicia sesión para
    """),
}
"""Anywhere on a page that has little text."""

MACHINERY = phrases(r"""
    /cdn-cgi/challenge-platform
    cf-browser-verification
    cf_chl_
    challenges\.cloudflare\.com
    captcha-delivery\.com
    datadome
    px-captcha
    perimeterx
    _Incapsula_Resource
    distil_r_
    akamai-?bot
    geo\.captcha
    awswaf
    aws-waf-token
    sucuri_cloudproxy
    ddos-guard
    hcaptcha\.com
    recaptcha/api
    /_sec/cp_challenge
    kasada
    reblaze
""")
"""In the addresses and scripts of those who sell bot checks."""
