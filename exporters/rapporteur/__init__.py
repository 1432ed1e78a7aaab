"""Rapporteur: one session report in; a Word form, a print-ready PDF and an Excel register of recommendations out.

The path of one report::

    source/conference.yaml + programme.yaml + sessions/*.md + followup.yaml + clusters.yaml
       │ source.read ─ session.read ─ settings (YAML) · markdown     → Conference, Report: typed, each value with a line
       │ checks.check ─ the form's questions, the rules              → Problems: where, what, and the next step
       │ view.view ─ report, form and labels joined                  → what a template loops over
       │ layout.outline · layout.render ─ jinja in a sandbox         → the outline dialect (Word, Excel), HTML (PDF)
       ▼
    word.export · pdf.export · excel.export                          → bytes, the same for the same input
       │ press ─ pages become a printer's file · preflight ─ each PDF is looked through
       │ render ─ on processes · build ─ what is stale               → build/word, build/pdf, build/excel, written whole
       │ jobs ─ a folder for a printer                               → build/press
       │ packing · pack ─ all sessions bound to one volume           → build/pack
       ▼
    verify ─ parity                                                  → the proof that no word was lost on the way

The way back::

    a Word file that came back                            a report pasted as text
       │ word.recover                                        │ pasted.reading
       ▼                                                     ▼
    Reading ─ what the file says, place by place          Reading
       │ provenance ─ whose it is, what was sent (sent)      │ draft.session ─ answers, guesses marked
       │ returned.compare ─ base, source, returned           ▼
       │ amend.amended ─ exactly the lines concerned      a new file in source/sessions
       ▼ recovery ─ proven by export, then written
    source/sessions/*.md

    a register that came back ─ excel.recover → followup.merge → registers → source/followup.yaml
    a programme from elsewhere ─ schedule → programming → source/programme.yaml

A layout (``layouts/``) holds text, styles, forms and labels, never code. A mistake of a person is a value,
`problems.Problem`; a mistake of the program is an exception.

The map. Modules stand in levels: imports point down, or sideways without a circle, also those within functions;
``word``, ``pdf`` and ``excel`` never import each other. A test reads this page, so it cannot be out of date.

Level 0
    problems     what is wrong, as a value; the tree of exceptions
    compiled     what was compiled once, kept beside what Python compiles
    files        atomic writes, digests, the workspace's lock, names that must not lead outside
    aside        a command's work done by a copy of its process
    container    office containers: zip files with the same bytes each time, foreign ones opened with care
    plugins      what is installed: versions, and the plug-ins that are offered
    system       what the machine must have beside Python packages, and how to get it
    coding       the parts of a bookmark's name: any text as letters and digits, and back
    characters   what no deliverable can hold
    links        links and e-mail addresses that cannot be right
    office       LibreOffice, where there is one: files of other programs as DOCX
    sent         what was handed out, kept so that its edits can come back
    rectangle    rectangles of a page
    xmp          what a PDF says of itself, written and read
    zones        time zones as a source names them
    edition      for whom each edition of a PDF is, and what follows

Level 1
    settings     YAML without guessing: every scalar is text, every value knows its line
    prose        the blocks and inlines that a report's text may hold
    losses       what Markdown would lose in silence, told
    markdown     CommonMark to prose
    lines        prose as plain lines, for a cell of a workbook
    outline      the outline dialect between jinja text and the office formats
    spelling     one form for what may be written many ways; months and weekdays
    spoken       dates, times and numbers as people write them
    labels       words, dates, numbers and lists as a language prints them
    affiliations words that tell a position, an organisation and a country from a name

Level 2
    report       the canonical model: Conference, Report, Section, Recommendation …
    form         what a conference's rapporteurs are asked
    deadline     by when a report is due
    matter       what a pack says around its sessions, as data
    slot         a session as the programme announces it
    variant      the packs that a conference names, read
    reading      what a file that came back says
    amendment    what a session file shall say instead

Level 3
    front        the front matter of a session file, typed
    session      one session file, read
    unread       a session file that nobody could read
    matters      what a conference says around its sessions, read
    slots        the programme, read
    catalogues   the labels of layouts, read
    layout       layouts: found, inherited, rendered in a sandbox
    templates    the templates of built-in ones, compiled once
    stated       what conference.yaml states
    source       a workspace's source, read
    ids          ids for recommendations, written into the source once
    limits       how long an answer is, and whether the form allows it
    names        one person spelled two ways
    counts       attendance that does not add up
    audience     a conference as a public reader may see it
    fair_copy    a session file written anew, with nothing in it but what its report says
    picture      a picture without what cameras and programs note in it
    legible      a text as it is searched for names and numbers, however they are written
    withheld     what is kept from the public, and whether a text holds it
    around       all that is said around the reports, each text where it stands
    exposed      where a public reader would read what is kept from the public
    braces       what the braces behind points say in vain
    checks       the rules that a report must satisfy
    starting     a session file to begin with
    demo/        a fictional conference of any size: announced phrases written
    view         what a layout prints of a report
    plain_text   a report as plain text
    as_data      a conference as data, for JSON
    parity       every word of the source is in the deliverable
    printer      what a printer demands of a file
    register     the register of recommendations: its lists, groups and counts
    rows         its rows, made of the reports
    persons      people as a line of a form names them
    answers      what people wrote into fields, as values; guesses marked
    draft        a new session file from what a file says
    pasted/      plain text read: bullets decoding flow headings labelled meanings rows sheet tongues
    returned/    a file that came back, against what was sent and the source: arrangement body chains comparison counts
                 damage description grid headings identity kinds merging names outcome people repeats sections
                 surroundings times units versions whole wording
    amend/       a session file, edited in place: body canonical entries flow frames front inlines lists markup notes
                 people spans splice units values writing
    conference/  what is known of all sessions together: acronyms agreement assignments clashes clusters decisions
                 directory figures ledger programme reminders small suppression
    schedule/    a programme that comes from elsewhere: agenda areas columns delimited encoding entry headings identity
                 indico memory merging people published reading row rows table times values workbook writing
    followup/    the follow-up comes back: beside copies current description merged merging printed returned values
                 witnesses writing

Level 4
    format       the seam: what an exporter is, and how exporters are found
    conformance/ what a PDF may claim, and veraPDF's proof of it: claimed record verapdf worker
    word/        DOCX: about answered cleaning comments contents controls controls_of document examination faces fields
                 filling flow frame gathered glossary house inlines letterhead lines lists look marks numbering opened
                 package paragraphs parts pictures places pointers printed properties read recover refusals revisions
                 roles runs schema sections settling slots spots stylesheet tables template things volume write
    pdf/         PDF: breaks brief copyfit cover declared digest embedding engine extract fetch finish fonts glyphs
                 guide hyphens leaf loading page preflight_page printed setting sheets stopping tags words
    press/       a PDF made ready for a printer: blanks boxes colours content cover edition finish icc images imposition
                 inks marks order shadings spaces typeface
    preflight/   a finished PDF looked through: access_checks apart contrast facts file_checks findings opened
                 overprint pixels print_checks reader shown table typeset word_checks
    excel/       XLSX: book chart counts formulas listing look measure package page recommendations recover remarks
                 sheets styles template text wrong

Level 5
    pack/        finished PDFs bound to one: announced bookmarks bound faces fragment index numbered objects pages
                 parted shown subset sums trees truetype

Level 6
    fingerprint  what the bytes depend on beside source and layout
    manifest     the record of a build
    naming       what a deliverable is called, and what its exporter is told
    render       exporters on processes
    plan         what a build was asked for, and what is stale
    build        what is stale, made again
    reread       files as their exporters read them back, each once
    laid_open    files for the public, searched for what is kept from it
    proved       packs, digests and archives read back
    verify       each deliverable read back and compared
    provenance   whose report a returned file is, and what was sent
    recovery     returned files taken into the source, proven
    programming  a programme that comes from elsewhere, taken into the source
    registers    returned registers taken into the follow-up
    outbox       files laid out to be sent
    status       who owes which report: the ledger's sheet, and reminders
    rapporteurs  what is sent to each rapporteur: form, guide, message
    packing/     each session set once and kept, all else of a pack set around them: binding chunks kept made_of
                 maker means parts sessions shelf volume
    variants     other packs of the same sessions: the digest, the archive
    jobs         all that a printer needs of one subject
    open_points  comments kept beside their session
    diagnosis    what this machine and workspace lack

Level 7
    cli/         the commands: build check clusters common demo doctor examination imports listing new pack preflight
                 press programme recover session status variants
    __main__     ``python -m rapporteur``
"""

__version__ = "0.1.0"
