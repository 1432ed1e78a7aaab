"""What columns of a programme are called, in the languages there are catalogues for, beside the labels of a form."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "id": """
        id | session id | code | session code | no | no. | number | session no | session number | ref |
        reference | identifiant | code de la session | numéro | n° | numéro de session | código |
        código de la sesión | nº | número de sesión | identificador | código da sessão | número da sessão |
        número | الرمز | رمز الجلسة | رقم الجلسة | الرقم | 编号 | 场次编号 | 代码 | 会议编号 | 序号 | код |
        код сессии | номер | номер сессии | идентификатор | क्रमांक | सत्र क्रमांक | सत्र संख्या | कोड |
        सत्र कोड""",
    "title": """
        title | session | session name | session title | name of session | name of the session | event |
        name | topic | subject | summary | titre | titre de la session | nom de la session | intitulé |
        séance | título | sesión | título de la sesión | nombre de la sesión | nombre | sessão |
        título da sessão | nome da sessão | tema | الجلسة | عنوان الجلسة | اسم الجلسة | العنوان | 标题 |
        名称 | 场次 | 场次名称 | 会议名称 | 题目 | название | название сессии | сессия | заседание | тема |
        शीर्षक | सत्र | सत्र का शीर्षक | सत्र का नाम""",
    "track": """
        track | theme | strand | stream | thematic track | axe | axe thématique | thème | parcours | eje |
        eje temático | línea temática | eixo | eixo temático | trilha | المسار | المحور | 专题 | 主题 |
        分会 | направление | тематическое направление | секция | трек | विषय | ट्रैक | विषय-क्षेत्र""",
    "format": """
        format | type | session type | kind | format of session | type de session | formato | tipo |
        tipo de sesión | tipo de sessão | الشكل | نوع الجلسة | شكل الجلسة | النوع | 形式 | 类型 | 会议形式 |
        формат | тип | тип сессии | प्रारूप | प्रकार | सत्र का प्रकार""",
    "room": """
        room | venue | location | place | hall | room name | salle | lieu | salle de réunion | sala |
        lugar | salón | local | auditório | القاعة | المكان | قاعة | 会议室 | 地点 | 房间 | 会场 | зал |
        аудитория | место | помещение | कक्ष | स्थान | सभागार""",
    "when": """
        when | date and time | time and date | date, time | date & time | schedule | date et heure |
        fecha y hora | data e hora | data e horário | التاريخ والوقت | 日期和时间 | 日期时间 | 时间和日期 |
        дата и время | तिथि और समय | तारीख और समय""",
    "date": """
        date | day | jour | fecha | día | data | dia | التاريخ | اليوم | 日期 | 日 | дата | день | तिथि |
        तारीख | दिनांक | दिन""",
    "time": """
        time | hours | hour | times | heure | horaire | heures | hora | horario | horário | الوقت | الساعة |
        时间 | время | часы | समय""",
    "start": """
        start | starts | begin | begins | from | start time | starts at | début | heure de début | de |
        inicio | hora de inicio | comienzo | início | hora de início | البداية | وقت البدء | من | 开始 |
        开始时间 | начало | время начала | प्रारंभ | शुरू | आरंभ समय""",
    "end": """
        end | ends | to | until | end time | ends at | fin | heure de fin | à | fim | hora de fin |
        hora de fim | término | النهاية | وقت الانتهاء | إلى | 结束 | 结束时间 | конец | окончание |
        время окончания | समाप्ति | अंत | समाप्ति समय""",
    "duration": """
        duration | length | minutes | durée | duración | duração | المدة | 时长 | 持续时间 | длительность |
        продолжительность | अवधि""",
    "timezone": """
        time zone | timezone | tz | fuseau horaire | zona horaria | fuso horário | المنطقة الزمنية | 时区 |
        часовой пояс | समय क्षेत्र""",
    "language": """
        language | language of the session | langue | idioma | lengua | língua | اللغة | 语言 | язык | भाषा""",
    "deadline": """
        deadline | due | report due | due date | date limite | échéance | fecha límite | plazo | prazo |
        data limite | الموعد النهائي | 截止日期 | 期限 | срок | срок сдачи | समय सीमा | अंतिम तिथि""",
    "report": """
        report | report expected | needs report | rapport | rapport attendu | informe | relatoría |
        relatório | التقرير | 报告 | 需要报告 | отчёт | отчет | रिपोर्ट""",
    "status": """
        status | state | statut | état | estado | situação | الحالة | 状态 | статус | состояние | स्थिति""",
    "organiser": """
        organiser | organizer | organisers | organizers | organised by | organized by | host |
        organisateur | organisateurs | organisatrice | organizador | organizadora | organizadores |
        organiza | المنظم | الجهة المنظمة | 主办方 | 组织者 | 主办 | организатор | организаторы | आयोजक""",
    "moderator": """
        moderator | moderators | chair | chairperson | facilitator | session chair | modérateur |
        modératrice | modération | président de séance | moderador | moderadora | moderadores |
        مدير الجلسة | ميسر الجلسة | الميسر | 主持人 | 主席 | модератор | ведущий | председатель | संचालक |
        मॉडरेटर | अध्यक्ष""",
    "rapporteur": """
        rapporteur | rapporteurs | reporter | note taker | note-taker | session rapporteur | rapporteuse |
        relator | relatora | relatores | المقرر | المقررة | مقرر الجلسة | 报告员 | 记录员 | докладчик |
        составитель отчёта | рапортёр | प्रतिवेदक | रिपोर्टर""",
    "presenters": """
        presenters | presenter | speakers | speaker | panellists | panelists | persons | people |
        intervenants | intervenant | orateurs | conférenciers | ponentes | ponente | oradores |
        palestrantes | panelistas | المتحدثون | المتحدث | 主讲人 | 发言人 | 演讲者 | 嘉宾 | выступающие |
        спикеры | докладчики | वक्ता | प्रस्तुतकर्ता""",
}
"""The fields of a programme, and words that name each; whoever reads compares their letters alone."""

PARTS: dict[str, str] = {
    "email": """
        e-mail | email | mail | e-mail address | email address | courriel | adresse électronique | correo |
        correo electrónico | البريد الإلكتروني | البريد | 电子邮件 | 邮箱 | эл. почта | почта |
        электронная почта | ईमेल""",
    "organisation": """
        organisation | organization | affiliation | institution | organización | institución | organização |
        instituição | المنظمة | المؤسسة | 单位 | 机构 | организация | संगठन | संस्था""",
    "phone": "phone | telephone | mobile | téléphone | teléfono | telefone | الهاتف | 电话 | телефон | फ़ोन",
    "country": "country | pays | país | البلد | 国家 | страна | देश",
    "position": "position | role | job title | fonction | poste | cargo | función | função | المنصب | 职务 | должность",
}
"""The parts of a person that may have a column of their own: “Rapporteur e-mail”."""

YES = "yes | y | true | x | 1 | oui | sí | si | sim | نعم | 是 | да | हाँ | हां"
NO = "no | n | false | 0 | non | não | nao | لا | 否 | нет | नहीं"
CANCELLED = """
    cancelled | canceled | withdrawn | annulé | annulée | cancelado | cancelada | anulado | ملغى |
    ملغاة | 取消 | 已取消 | отменено | отменена | отменён | रद्द"""
PLANNED = """
    planned | confirmed | scheduled | accepted | prévu | prévue | confirmé | confirmée | confirmado |
    confirmada | previsto | مؤكد | مؤكدة | 确认 | 已确认 | подтверждено | подтверждена | запланировано |
    पुष्ट | निर्धारित"""


def listed(words: str) -> tuple[str, ...]:
    """Return the words of one of the lists above, in bare letters."""
    from ..spelling import fold

    return tuple(fold(word) for word in words.split("|"))
