"""Words that tell a person's position, organisation and country from a name, in the languages of the catalogues.

Countries are CLDR's territories (through Babel, imported on first use) and the names that people use instead of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from .spelling import fold

Affiliation = Literal["position", "organisation", ""]

# Beginnings of words, folded before use; "$" ends a whole word. Words of Chinese are found anywhere.
_POSITIONS = """
    director directrice directeur diretor president vice deputy chair head$ chief$ ceo$ manager secretary secretaire$
    secretario$ secretaria$ co-chair coordinat coordonn coordinad coordenad officer minister$ ministre$ ministra$
    ministro$ ambassador ambassadeur ambassadrice embajador embaixador prof$ professor profesor professeur researcher
    fellow$ adviser advisor asesor assessor conseiller consultant consultor analyst expert$ experte$ experta$ experto$
    specialist lecturer founder co-founder fundador fondateur fondatrice commissioner representative representant
    delegate delegado delegada mayor$ alcalde maire$ prefeito prefeita senator lawyer attorney engineer student$
    journalist editor$ jefe$ jefa$ gerente responsable$ chef$ leader$ lider$ trustee rector$ investigador pesquisador
    chercheur chercheuse
    директор президент председател секретар министр$ профессор руководител координатор эксперт$ советник посол$
    консультант сотрудник заместител начальник глава$ представител менеджер
    مدير رئيس أمين وزير سفير أستاذ منسق مستشار خبير باحث ممثل نائب
    निदेशक अध्यक्ष सचिव मंत्री प्रोफ़ेसर प्राध्यापक समन्वयक प्रबंधक विशेषज्ञ सलाहकार राजदूत महासचिव प्रमुख$ शोधकर्ता
"""
_ORGANISATIONS = """
    universi institut ministry ministries ministerio ministere department departement departamento association
    asociacion associacao foundation fundacion fundacao fondation council consejo conseil$ conselho committee comite
    commission$ comision comissao agency agence agencia bank$ banco banque centre center centro network reseau rede$
    ngo$ ong$ federation federacion federacao federal union$ uniao alliance alianza alianca society sociedad societe
    company inc$ ltd$ gmbh$ llc$ corporation group$ grupo groupe college school escuela escola ecole faculty faculte
    facultad faculdade secretariat embassy ambassade$ embajada embaixada parliament congress government gobierno
    gouvernement governo municipal office$ bureau organisation organization organizacion organizacao caucus coalition
    initiative forum movement movimiento mouvement movimento trust$ authority assembly academy academia united nations
    министерств университет институт ассоциаци фонд$ фонда$ совет$ комитет комисси агентств банк центр организаци союз
    академи федераци департамент компани общество объединени посольств правительств
    جامعة وزارة معهد مؤسسة جمعية منظمة مركز مجلس لجنة هيئة بنك شبكة اتحاد شركة كلية سفارة حكومة صندوق وكالة
    विश्वविद्यालय मंत्रालय संस्थान संस्था$ परिषद समिति आयोग बैंक केंद्र केन्द्र संगठन संघ$ फ़ाउंडेशन न्यास विभाग अकादमी सरकार मंच
"""
_HAN_POSITIONS = """
    主任 总裁 主席 部长 教授 经理 秘书 司长 局长 大使 研究员 院长 所长 总监 会长 专家 代表 顾问 处长 校长
    理事长 负责人 协调员
"""
_HAN_ORGANISATIONS = """
    大学 学院 研究所 研究院 外交部 协会 基金会 委员会 银行 中心 组织 公司 联盟 学会 集团 使馆 政府 网络 论坛
    机构 总署 商会
"""
_COUNTRIES = """
    USA | U.S.A. | US | U.S. | United States of America | UK | U.K. | Great Britain | UAE | Hong Kong | Macau | Macao |
    Palestine | DR Congo | DRC | Democratic Republic of the Congo | Republic of the Congo | Ivory Coast | Swaziland |
    Republic of Korea | Korea | Russian Federation | Viet Nam | Czech Republic | The Gambia | Holland | Burma |
    The Netherlands | Cape Verde | East Timor | Macedonia | Turkey | Syrian Arab Republic | EE. UU. | EEUU | EUA |
    Estados Unidos de América | Reino Unido | États-Unis d’Amérique | РФ | США |
    المملكة المتحدة | الولايات المتحدة الأمريكية | 中华人民共和国 | 美利坚合众国 | 香港 | 澳门 | 韩国 | 朝鲜 |
    संयुक्त राज्य अमेरिका | यूनाइटेड किंगडम
"""
_LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")
_LONGEST = 6
"""The most words of a country's name that are tried."""


@cache
def _pattern(stems: str, han: str) -> re.Pattern[str]:
    def one(stem: str) -> str:
        return re.escape(fold(stem.rstrip("$"))) + (r"(?!\w)" if stem.endswith("$") else "")

    whole = "|".join(map(one, stems.split()))
    return re.compile(rf"(?<![\w])(?:ال)?(?:{whole})|{'|'.join(han.split())}")


def place_of(kind: Affiliation, text: str) -> int:
    """Return where the first word of that kind begins in a folded text, -1 if none does."""
    stems = (_POSITIONS, _HAN_POSITIONS) if kind == "position" else (_ORGANISATIONS, _HAN_ORGANISATIONS)
    found = _pattern(*stems).search(text)
    return found.start() if found else -1


def affiliation(text: str) -> Affiliation:
    """Return what words are by the first that tells: a position, an organisation, or "" if none does."""
    plain = fold(text)
    position, organisation = place_of("position", plain), place_of("organisation", plain)
    if position < 0 and organisation < 0:
        return ""
    return "position" if organisation < 0 or 0 <= position <= organisation else "organisation"


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    names = {name.strip() for name in _COUNTRIES.split("|")}
    for language in _LANGUAGES:
        names |= {name for code, name in Locale(language).territories.items() if len(code) == 2 and code != "ZZ"}
    return frozenset(map(_bare, names))


def _bare(text: str) -> str:
    return fold(text).strip(" .").replace("&", "and")


def is_country(text: str) -> bool:
    """Return whether the text is a country's name, in any of our languages."""
    return _bare(text) in _countries()


def led_by_country(text: str) -> int:
    """Return how many words at the beginning of a text are a country's name, the longest; 0 if none is."""
    words = text.split()
    longest = range(min(len(words), _LONGEST), 0, -1)
    return next((n for n in longest if is_country(" ".join(words[:n]))), 0)
