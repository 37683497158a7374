"""The words around names in bylines. Several to a line, `_` for a space; each may be a regular expression."""

from __future__ import annotations

LEADS = r"""
    (read|see|view)_all(_\w+)?_by
    by ein(e)?_\w+_von par por door oleh بقلم كتب(ت)? מאת נכתב_על_ידי
    (written|posted|published|submitted|created|contributed)_(by|from) post_by guest_(post|column|blog)_by
    (photos_(and|&)_)?(story|words|text|article|report|reporting|analysis|opinion|review|feature|column|interview|essay)(_and_\w+)?_by
    authors?(?=\s?:) contributors?(?=\s?:) written(?=\s?:) words(?=\s?:) author(?=_[A-Z])
    (photograph(s|y)?|photos|pictures|images)_by (interview|story|report|reportage)(?=\s?:)
    about_the_author autor(in|en|a|es|ka)?(?=\s?:) texte?(?=\s?:) tekst(i)?(?=\s?:) propos_recueillis_par
    escrito_por publicado_por écrit_par a_cura_di scritto_da geschrieben_von veröffentlicht_von geschreven_door
    pubblicato_da postato_da inserito_da publié_par posté_par rédigé_par gepubliceerd_door
    opublikowane_przez napisane_przez dodane_przez publicerat_av
    verfasst_von написано_автором skrevet_av skrevet_af skriven_av kirjoittanut
    автор(ы)?(?=\s?:) текст(?=\s?:) yazan(?=\s?:) penulis(?=\s?:)
    نویسنده(?=\s?:) szerző(?=\s?:) írta(?=\s?:) texto(?=\s?:) avtor(ica)?(?=\s?:) autorius(?=\s?:) müəllif(?=\s?:)
    аутор(?=\s?:) (piše|пише)(?=\s?:) (haber|muhabir)(?=\s?:) nga reporter(?=\s?:) โดย ผู้เขียน(?=\s?:) लेखक(?=\s?:)
    লেখক(?=\s?:) تحریر(?=\s?:) ავტორი(?=\s?:) հեղինակ(?=\s?:) συντάκτης(?=\s?:) tác_giả(?=\s?:) 作者(?=\s?[:：\s])
    文(?=\s?[:：／/|・=＝●]) 記者(?=\s?[:：]) 记者(?=\s?[:：]) 撰文(?=\s?[:：]) 取材・文(?=\s?[:：／/=＝●])
    autor(i|s|ė|ka|ky)(?=\s?:) teksts(?=\s?:) höfundur(?=\s?:) parengė(?=\s?:) በ(?=\s) ዘጋቢ(?=\s?[:፦])
    (diposting|dicatat|ditulis|diterbitkan)_oleh (gepostet|eingestellt|erstellt)_von (geplaatst|gepost)_door
    (upplagd|inlagd|publicerad)_av lagt_inn_av (indsendt|opslået)_af lähettänyt
    (bejegyezte|közzétette)(?=\s?:) (publicat|postat)_de (публикувано|написано)_от αναρτήθηκε_από gönderen(?=\s?:)
    (مرسلة|تم_النشر|نشر)_بواسطة ارسال_شده_توسط פורסם_על_ידי (được_)?đăng_bởi เขียนโดย ຂຽນໂດຍ ເຂົ້າລະຫັດໂດຍ ໂພສໂດຍ
    (投稿者|張貼者|發佈者|发帖者|作成者)(?=\s?[:：]) (작성자|글쓴이)(?=\s?[:：])
    (خبرنگار|رپورٹ|إعداد)(?=\s?:) रिपोर्ट(?=\s?:) প্রতিবেদক(?=\s?:)
    (采写|撰稿|採訪)(?=\s?[:：])
    责任编辑(?=\s?[:：]) 責任編輯(?=\s?[:：]) 执笔(?=\s?[:：]) 執筆者?(?=\s?[:：]) 著者(?=\s?[:：]) 글(?=\s?[:：=])
"""
"""What stands before a name."""

PARTICLE_LEADS = "von di av af"
"""What means "by" in a byline, and is part of many a name elsewhere."""

TAILS = r"""
    is was has for at in on updated published posted follow contact view see read last and_\d+_others? staff
    special_to contributor reporter correspondent editor columnist
    envoyée?s?_spécia\w+ enviad[oa]s?_especial\w* correspondante?s?
    (photographs?|photography|illustrations?|photos?)_by (edited|reviewed|verified|fact[-_]checked)_by
    medically_reviewed fact[-_]checked (\d+(_|-))?min(ute)?s?_read 关注 關注 返回\S*
"""
"""What ends a name."""

ADJECTIVES = r"""
    senior junior former chief lead staff deputy associate assistant managing executive guest freelance contributing
    digital news sports political science tech(nology)? business health special foreign national web content marketing
    opinion food travel culture features? entertainment general the our site blog creative online copy community
    social media video topic thread original super this
"""

ROLES = r"""
    writer editor reporter staff journalist correspondent columnist contributor author admin administrator webmaster
    curator archivist librarian conservator lecturer researcher
    team desk newsroom editorial editorial_(team|staff|board|dep\w*) bureau producer manager director (co-)?founder
    ceo cto specialist strategist expert analyst consultant professor president chair(man|woman|person)? user guest
    anonymous unknown none null undefined n/?a ((your|author|site|user)_?)?name 未知 佚名 匿名 不详
    (网络|網路|本站|互联网)(整理|原创|转载)? 原创 转载 press_release wire(_service)? agency agencies news(_service)?
    magazine newspaper redakt(ion|or|eur|ie|sjon|a|sion)\w* redacci[oó]n redazione r[eé]daction reda[cç][aã]o redakcja
    редак\w+ redaksi mitarbeiter\w* journaliste rédacteur 小编 编辑 編輯部? 记者 記者 编辑部 編集部 편집부
    기자 記者(ページ|一覧) 通[讯訊][员員] 实习生 摄影 整[合理] 编译 综合(报道)? 报道 報導 (系统)?管理员
    own_correspondent സ്വന്തം_(ലേഖകൻ|ലേഖിക|പ്രതിനിധി)
    নিজস্ব_(প্রতিবেদক|প্রতিনিধি|সংবাদদাতা) স্টাফ_রিপোর্টার ডেস্ক_রিপোর্ট অনলাইন_ডেস্ক संवाददाता वेब_डेस्क न्यूज_डेस्क
    நமது_(நிருபர்|செய்தியாளர்) ویب_ڈیسک نیوز_ڈیسک اسٹاف_رپورٹر خبرنگار غرفة_الأخبار
"""
"""What people are."""

BUTTONS = r"""
    プロフィール share follow subscribe comment profile (articles|posts|more|all)_(by|from|posts)\b.* bio biography
    about(_the_author)? (see|view|read)_(all|more|full\w*) more posts? email twitter facebook linkedin instagram website
    advertisement sponsored photo\w* image credit copyright published updated? date min(ute)?s?_read
    查看(更多|全部|全文) sign(_(in|up|out))? log_?(in|out) print articles? contents? toggle social links? button
"""
"""What buttons and labels say where names stand."""

COLLECTIVES = r"""
    team staff admin(istrator)?s? editors? editorial desk newsroom redaktion redazione redacci[oó]n r[eé]daction
    reda[cç][aã]o contributors? writers? reporters? newswire news press magazine newspaper gazette journal telegram
    tribune herald times reuters afp dpa apa ansa efe upi ap tass xinhua pti ians nzz bbc cnn clinic foundation
    university institute institution center centre association society federation commission council ministry
    department bureau agency group company inc llc ltd gmbh corp(oration)? media network services? solutions store
    shop studios? blog online club college school hospital bank insurance partners guide consulting marketing
    technologies software labs?
"""
"""Words of which one, first or last in a name, says that it is nobody's but a body's."""

NOBODY = r"""
    \w*admin\w* web-?master author autor(in|a)? editor writer reporter correspondent columnist contributor journalist
    producer manager director user guest anonym\w* unknown none null undefined n/?a share follow subscribe
    comments? posts? profile about email advertisement sponsored news press ((your|author|site|user)_?)?name
    未知 佚名 匿名 不详 (系统)?管理员 (网络|網路|本站|互联网)(整理|原创|转载)? 原创 转载 关注 广告
"""
"""What stands where an author would, and names neither a person nor a body."""

CONJUNCTIONS = "and und et och og и та with ו و & 와 및"
"""What stands between two names."""

PARTICLE_CONJUNCTIONS = "y e i ja en ve dan a si și"
"""What does so too, and is part of many a name."""

WEEKDAYS = r"""
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes mi[eé]rcoles jueves viernes
    s[áa]bado domingo luned[iì] marted[iì] mercoled[iì] gioved[iì] venerd[iì] sabato domenica
    (segunda|terça|quarta|quinta|sexta)(-feira)? mandag tirsdag onsdag torsdag fredag l[øö]rdag s[øö]ndag måndag
    tisdag maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai poniedziałek wtorek środa czwartek
    piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle pondelok utorok streda štvrtok piatok nedeľa
    hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică ponedjeljak
    ponedeljak utorak srijeda sreda četvrtak petak subota nedjelja nedelja понедељак уторак среда четвртак петак
    субота недеља понедельник вторник четверг пятница суббота воскресенье понеділок вівторок середа четвер п'ятниця
    неділя понеделник сряда четвъртък петък събота неделя δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο
    κυριακή pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu thứ_\w+
    الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت शनिवार रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार
    jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili
"""
"""The days of the week, as they stand before a date."""


def alternatives(words: str) -> str:
    """The words as one alternative of a regular expression, the longest first."""
    return "|".join(sorted((word.replace("_", r"\s+") for word in words.split()), key=len, reverse=True))
