"""An audit in which every word that can come from the app tries to do harm."""

from __future__ import annotations

from pathlib import Path

import msgspec
from shop_audit import app, found

from roadworthy.app import Location, Unknown
from roadworthy.audit import Audit, CheckedVerdict, FixRecord, PatternFault
from roadworthy.catalogue import Severity
from roadworthy.proof import Measurement, Picture, Reproduction, Step

HARM = (
    "<img src=x onerror=alert(1)><script>alert(2)</script>"
    '"\' onmouseover=alert(3) x="</style></script><svg onload=alert(4)>'
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \u202eevil\u202c \u2066x\u2069 \u200bzero\ufeff "
    "[bold red]markup[/bold red] {{ 7*7 }} {% raw %} `code` ```fence [link](javascript:alert(5)) ![i](http://127.0.0.1:9/x.png) "
    "@everyone \r\nsecond line\u2028third"
)


def hostile_audit(folder: Path) -> Audit:
    """One gap of every text, all of it HARM."""
    (folder / "server").mkdir(parents=True, exist_ok=True)
    reproduction = Reproduction(
        "proven",
        HARM,
        HARM,
        (Step("act", HARM, HARM, HARM),),
        (Measurement(HARM, 1.0, HARM, ((0.0, 1.0), (1.0, 2.0))),),
        (Picture("/nowhere/at/all.png", HARM),),
    )
    before = msgspec.structs.replace(reproduction, state="proven")
    gap = found(
        "0a0b0c0d",
        "malicious-input/cross-site-scripting",
        HARM,
        HARM,
        impact=HARM,
        state="fixed",
        severity=Severity.CRITICAL,
        locations=[Location("server/routes.ts", 1, 2, 0, 40), Location(HARM, 3, 4, 5, 6)],
        evidence=[HARM],
        cwe=HARM,
        reproduction=reproduction,
        before=before,
        fix=FixRecord("fix-failed", HARM, HARM, HARM, HARM, (HARM,), "+" + HARM, HARM, (HARM,)),
    )
    standing = msgspec.structs.replace(gap, id="1a1b1c1d", state="proven")
    holes = (Unknown(HARM, 3, HARM),)
    rows = (
        CheckedVerdict(HARM, "malicious-input/cross-site-scripting", "gap", HARM),
        CheckedVerdict(HARM, "malicious-input/injection", "unknown", HARM),
        CheckedVerdict("x\ud800y", "malicious-input/injection", "clear", "a file name that is not UTF-8"),
    )
    shop = app(folder, name=HARM, unknown=holes)
    (folder / "server/routes.ts").write_text(HARM + "\n" + HARM + "\n", encoding="utf-8", newline="")
    return Audit(shop, (gap, standing), rows, holes, (PatternFault(HARM, HARM, HARM),), {"read": 0.1})
