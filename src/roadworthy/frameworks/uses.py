"""Which calls execute, open, show or write down what they are given, whatever library they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from roadworthy.app.location import at
from roadworthy.app.origin import Fact
from roadworthy.app.use import Use
from roadworthy.frameworks.events import AnswerSeen, AssignmentSeen, QuerySeen, ServiceSeen
from roadworthy.frameworks.origins import facts_of, in_one_reading, origin_of
from roadworthy.interpret import (
    Choice,
    Condition,
    Constant,
    Derived,
    External,
    Markup,
    ObjectValue,
    Run,
    Trace,
    Value,
)
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import Regex, regex

_KINDS: tuple[tuple[str, Regex[str]], ...] = tuple(
    (kind, regex(rf"(?:{pattern})\Z"))
    for kind, pattern in (
        (
            "sql",
            r".*\$(queryRawUnsafe|executeRawUnsafe)|(.*\.)?(sql|Prisma|knex\(?\)?|literal)\.raw|(@prisma/client\.)?Prisma\.raw"
            r"|(pg|postgres|mysql2?(/promise)?|@vercel/postgres|better-sqlite3|sqlite3?|mssql|@neondatabase/serverless)\b.*"
            r"\.(query|execute|unsafe|exec|prepare|all|run|get|each|raw)"
            r"|sequelize\.(Sequelize\()?.*\.query|(sequelize\.)?(Sequelize\.)?(sequelize\.)?literal|knex\(\)\.(raw|whereRaw|orderByRaw)"
            r"|(sqlite3|psycopg2?|pymysql|MySQLdb|mysql|asyncpg|aiosqlite|cx_Oracle|oracledb|duckdb|pyodbc|cs50)\b.*\.(execute|executemany|executescript"
            r"|fetch|fetchrow|fetchval)"
            r"|django\.db\.connections?.*\.execute|.*\.objects.*\.(raw|extra)|django\.db\.models\.expressions\.RawSQL"
            r"|sqlalchemy(\.sql)?(\.expression)?\.(text|literal_column)",
        ),
        (
            "command",
            r"child_process\.(exec|execSync|spawn|spawnSync|execFile|execFileSync|fork)|shelljs\.exec|execa(\.command|\.execaCommand)?"
            r"|os\.(system|popen|exec[lv]p?e?)|subprocess\.(run|call|Popen|check_output|check_call|getoutput|getstatusoutput)"
            r"|asyncio\.create_subprocess_(shell|exec)|commands\.getoutput",
        ),
        (
            "code",
            r"eval|Function|vm\.(runIn\w+Context|Script)|vm2\.VM\(\)\.run|exec|compile|safe-eval|expr-eval\..*evaluate",
        ),
        (
            "deserialise",
            r"pickle\.loads?|cPickle\.loads?|dill\.loads?|marshal\.loads?|yaml\.(load|unsafe_load|full_load)|jsonpickle\.decode"
            r"|node-serialize\.unserialize|serialize-javascript\.unserialize|shelve\.open",
        ),
        (
            "path",
            r"(fs|fs-extra|fs/promises)(\.promises)?\.(readFile|writeFile|appendFile|createReadStream|createWriteStream|unlink|rm|rmdir"
            r"|readdir|mkdir|rename|copyFile|open|stat|access)(Sync)?|open|(aiofiles|io|codecs)\.open|os\.(remove|unlink|listdir|rmdir|makedirs)"
            r"|shutil\.(rmtree|copy\w*|move)|flask\.(helpers\.)?send_file|.*FileResponse|pathlib\.Path\(\)(\.\w+)*\.(read_\w+|write_\w+|unlink)"
            r"|express\.Response\.(sendFile|download)|Deno\.(readFile|readTextFile|writeFile|writeTextFile|remove)|Bun\.(file|write)",
        ),
        # A text that it is given is a file of this machine, an address or the content itself.
        ("upload", r"cloudinary(\.v2)?\.uploader\.(unsigned_)?upload(_large|_chunked)?"),
        (
            "template",
            r"flask\.(templating\.)?render_template_string|jinja2\.(Template|Environment\(\)\.from_string)|django\.template(\.base)?\.Template"
            r"|django\.template\.engines\[\]\.from_string|(ejs|pug|nunjucks|eta|swig|dot)\.(render|renderString|compile|template)"
            r"|handlebars\.compile|(lodash\.|underscore\.|_\.)template|mako\.template\.Template",
        ),
        (
            "redirect",
            r"next/navigation\.(redirect|permanentRedirect|useRouter\(\)\.(push|replace))|next/router\.useRouter\(\)\.(push|replace)"
            r"|location\.(assign|replace)|open|next/server\.NextResponse\.redirect",
        ),
        (
            "request",
            r"needle(\.(get|head|post|put|delete))?|request(-promise\w*)?(\.(get|post|put|delete|head))?|superagent\.(get|post|put|delete)"
            r"|https?\.(get|request)|undici\.(request|stream)|urllib\.request\.(urlretrieve|Request)|bent\(\)|phin|wretch|simple-get(\.\w+)?",
        ),
        ("pattern", r"regex\.\w+|re\.(match|search|fullmatch|findall|finditer|sub|subn|split)"),
        ("convert", r"datetime\.(datetime|date)\.(strptime|fromisoformat)|RegExp|uuid\.UUID"),
        (
            "html",
            r"(.*\.)?document\.(write|writeln)|.*\.insertAdjacentHTML|\$?(jQuery)?\(\)\.(html|append|prepend|after|before)"
            # What a server's templates are given so is shown as it is; a page's parser makes elements of whatever stands in it.
            r"|(markupsafe|flask|jinja2)\.Markup|django\.utils\.(safestring|html)\.mark_safe|html-react-parser",
        ),
        (
            "log",
            r"console\.(log|info|warn|error|debug|trace|dir)|print|pprint\.pprint|(logging|loguru|structlog)\b.*\.(debug|info|warning|warn|error"
            r"|critical|exception|log|msg)|(winston|pino|bunyan|log4js|consola|signale|loglevel)\b.*\.(log|info|warn|error|debug|trace|fatal)"
            r"|.*\.logger\.(debug|info|warning|error|critical|exception)|process\.stdout\.write|sys\.stdout\.write",
        ),
        (
            "token",
            r"(authlib\.)?(jose\.)?jwt\.decode|jwt\.PyJWT\(\)\.decode|(jose\.)?jwt\.get_unverified_claims"
            r"|jsonwebtoken(\.default)?\.decode|jose\.decodeJwt|jwt-decode(\.\w+)?",
        ),
        (
            "signature",
            r"jsonwebtoken(\.default)?\.verify|jose\.jwtVerify|jose\.compactVerify|@nestjs/jwt\.JwtService\(\)\.verify(Async)?",
        ),
        (
            "hash",
            r"crypto\.createHash(\(\)\.(update|digest))*|hashlib\.(md5|sha1|sha256|sha512|sha224|sha384|new)|(md5|sha1|sha256|crypto-js(\.\w+)*|js-md5|js-sha\d*)"
            r"|crypto-js/(md5|sha1|sha256)",
        ),
        (
            "blocking",
            r"(?:(fs|fs-extra|crypto|zlib|child_process|bcrypt|bcryptjs|argon2|tar|glob|rimraf|execa)\b.*Sync|deasync.*|xlsx\.(readFile|writeFile)"
            r"|time\.sleep|requests(\.(Session|session)\(\))?\.(get|post|put|patch|delete|head|request)|urllib\.request\.urlopen"
            r"|(ee|geemap)\b.*\.getInfo|smtplib\.(SMTP|SMTP_SSL)|sentence_transformers\.(SentenceTransformer|CrossEncoder)"
            r"|transformers\.(\w+\.from_pretrained|pipeline)|spacy\.load|(torch|joblib)\.load|whisper\.load_model"
            r"|bcrypt\.(hashpw|checkpw)|passlib\b.*\.(hash|verify|verify_and_update)|argon2\b.*PasswordHasher\(\)\.(hash|verify)"
            r"|xlsxwriter\.Workbook|openpyxl\.(Workbook|load_workbook)|pandas\.read_\w+|pdfplumber\.open|pytesseract\.\w+|cv2\.im(read|decode)"
            r"|reportlab\b.*\.(build|multiBuild|save)|weasyprint\b.*\.write_pdf|fpdf\b.*\.output|xhtml2pdf\.pisa\.CreatePDF|pdfkit\.from_\w+"
            r"|(puppeteer(-core)?|playwright(-core)?\.(chromium|firefox|webkit))\.launch"
            r"|(django\.core\.cache\.cache|(io)?redis\b.*|caches\[\])\.keys)",
        ),
        (
            "connection",
            r"(?:(pg|@neondatabase/serverless)\.(Pool|Client)|postgres|mysql2?(/promise)?\.create(Connection|Pool)|@prisma/client\.PrismaClient"
            r"|mongoose\.(connect|createConnection)|mongodb\.(MongoClient(\.connect)?)|sequelize\.Sequelize|sequelize|typeorm\.DataSource|knex"
            r"|sqlalchemy(\.ext\.asyncio|\.engine)?\.create_(async_)?engine|psycopg2?\.connect|asyncpg\.(connect|create_pool)"
            r"|pymysql\.connect|MySQLdb\.connect|mysql\.connector\.connect|aiomysql\.(connect|create_pool)|pymongo\.MongoClient"
            r"|motor\.motor_asyncio\.AsyncIOMotorClient|pyodbc\.connect|oracledb\.connect"
            r"|redis(\.asyncio)?\.((Strict)?Redis(\.from_url)?|from_url)|aioredis\.(Redis(\.from_url)?|from_url|create_redis(_pool)?))",
        ),
    )
)
_ASSIGNED = {"innerHTML": "html", "outerHTML": "html", "srcdoc": "html"}


@lru_cache(maxsize=8_192)
def kind_of(target: str) -> str:
    """The kind of a call, '' for an ordinary one."""
    return next((kind for kind, pattern in _KINDS if pattern.match(target)), "")


def on_assign(run: Run, owner: Value, name: str, value: Value, node: form.Node) -> None:
    """Notes that a field of the page that is executed or shown as markup is set."""
    kind = _ASSIGNED.get(name, "")
    path = owner.path if isinstance(owner, External) else None
    if (name == "href" and path in ("location", "document.location", "top.location")) or (
        name == "location" and path in ("", "document", "top")
    ):
        kind = "redirect"
    if name in _MARKUP_OF_MAIL and _is_markup(value):
        kind = "mail"
    if kind:
        run.emit(AssignmentSeen(kind, name, value, run.module, node, run.context))


@in_one_reading
def uses(trace: Trace) -> tuple[Use, ...]:
    """What of a run executes, opens, shows or writes down values, each place once per call that led there."""
    found: dict[object, Use] = {}
    for event in trace.events:
        use = _use(event)
        if use is not None:
            key = (use.location, use.api, use.calls[-3:])
            known = found.get(key)
            if known is None or _more(use) > _more(known):
                found[key] = use
    return tuple(found.values())


def _more(use: Use) -> int:
    return sum(len(origin.leaves()) for origin in use.arguments)


def _use(event: object) -> Use | None:
    if isinstance(event, Called):
        letter = _letter(event)
        if letter is not None:
            return _made("mail", event.target, [letter], {}, event)
        kind = _kinds(event)
        given = event.args.positional
        if event.target == "getattr" and len(given) == 2:
            # Without a third argument it fails for a name that is none (Python's library reference).
            return _made("attribute", event.target, given[1:], {}, event)
        # Where it is put comes first.
        given = given[1:] if event.target.endswith(".insertAdjacentHTML") else given
        return _made(kind, event.target, given, event.args.keywords, event) if kind else None
    if isinstance(event, AssignmentSeen):
        return _made(event.kind, event.name, [event.value], {}, event)
    if isinstance(event, AnswerSeen):
        return _answered(event)
    if isinstance(event, ServiceSeen) and event.method and event.arguments and not event.guarded:
        return _made("request", event.client, event.arguments[:1], {}, event)
    if isinstance(event, QuerySeen):
        spliced = [item.value for item in event.filters if item.operator == "sql"]
        return _made("sql", event.library, spliced, {}, event) if spliced else None
    return _rendered(event)


# The elements that lead to an address, and the components of libraries that draw one, by the attribute that says where.
_LINKS = {"a": "href", "motion.a": "href", "Link": "href", "Anchor": "href", "iframe": "src"}


def _rendered(event: object) -> Use | None:
    """An element that is given its markup as text; a style sheet runs nothing."""
    markup = getattr(event, "markup", None)
    if not isinstance(markup, Markup) or markup.tag == "style":
        return None
    given = markup.attributes.get("dangerouslySetInnerHTML")
    if given is not None:
        html = given.fields.get("__html") if isinstance(given, ObjectValue) else given
        return _made("html", "dangerouslySetInnerHTML", [html or Constant(None)], {}, event)
    document = _document(markup)
    if document is not None:
        return _made("html", f"<{markup.tag} srcDoc>", [document], {}, event)
    if _takes_markup(markup):
        return _made("html", "rehype-raw", markup.children, {}, event)
    name = _LINKS.get(markup.tag, "")
    address = markup.attributes.get(name)
    if address is None or isinstance(address, Constant):
        return None
    return _made("link", f"<{markup.tag} {name}>", [address], {}, event)


def _document(markup: Markup) -> Value | None:
    """The page that a frame is given as text, where its sandbox does not keep scripts out or elsewhere."""
    sandbox = markup.attributes.get("sandbox")
    allowed = str(sandbox.value) if isinstance(sandbox, Constant) else ""
    if sandbox is not None and not ("allow-scripts" in allowed and "allow-same-origin" in allowed):
        return None
    return markup.attributes.get("srcDoc") if markup.tag == "iframe" else None


def _takes_markup(markup: Markup) -> bool:
    """Whether a text in Markdown is told to keep the markup in it (rehype-raw), and nothing takes scripts out of it."""
    plugins = markup.attributes.get("rehypePlugins")
    names = {one.path for one in _inside(plugins) if isinstance(one, External)} if plugins is not None else ()
    return "rehype-raw" in names and not any("sanitize" in name for name in names)


def _inside(value: Value) -> list[Value]:
    """The plugins of a list, each by itself or first in a list with its options."""
    inner = value.inputs()
    return [*inner, *(one for part in inner for one in part.inputs())]


_MARKUP_OF_MAIL = ("html", "html_body", "html_message", "html_content", "htmlContent", "htmlBody")


# What makes a part of a mail of Python's own out of a text, and where it says that the text is markup.
_PARTS_OF_MAIL = regex(r"(^|\.)MIMEText$|\.(set_content|add_alternative)$")


def _part_of_mail(event: Called) -> Value | None:
    """`MIMEText(body, "html")`, `message.add_alternative(body, subtype="html")`."""
    if not event.target.startswith(("email.", "MIMEText")) or not _PARTS_OF_MAIL.search(event.target):
        return None
    kind = event.args.get(1, "_subtype") or event.args.keywords.get("subtype")
    return event.args.get(0, "_text") if isinstance(kind, Constant) and kind.value == "html" else None


def _letter(event: Called) -> Value | None:
    """The markup of a mail that was put together as text."""
    part = _part_of_mail(event)
    if part is not None:
        return part
    for given in (
        event.args.keywords,
        *(v.fields for v in event.args.positional if isinstance(v, ObjectValue)),
    ):
        for name in _MARKUP_OF_MAIL if given else ():
            value = given.get(name)
            if value is not None and _is_markup(value):
                return value
    return None


def _answered(event: AnswerSeen) -> Use | None:
    """A redirect, or markup that was put together as text."""
    if 300 <= event.status < 400:
        return _made("redirect", "redirect", [event.body], {}, event)
    if event.status < 300 and _is_markup(event.body):
        return _made("html", "answer", [event.body], {}, event)
    return None


def _is_markup(value: Value) -> bool:
    if isinstance(value, Choice):
        return any(map(_is_markup, value.values()))
    if not isinstance(value, Derived) or value.operation not in ("template", "+", "%", "format", "replace"):
        return False
    return any(
        _is_markup(part) or (isinstance(part, Constant) and bool(re.search(r"<[a-zA-Z!]", str(part.value))))
        for part in value.operands
    )


def _kinds(event: Called) -> str:
    kind = kind_of(event.target)
    if kind == "sql" and _tagged(event):
        return ""
    return kind


def _tagged(event: Called) -> bool:
    """``client.sql`select ${x}` `` binds its values."""
    first = event.args.get(0)
    return (
        isinstance(first, Derived) and first.operation == "template" and isinstance(event.node, form.Template)
    )


def _made(kind: str, api: str, arguments: list[Value], keywords: dict[str, Value], event: object) -> Use:
    from roadworthy.frameworks.recording import call_path

    context = event.context  # type: ignore[attr-defined]
    node = event.node if hasattr(event, "node") else event.markup.node  # type: ignore[attr-defined]
    conditions = [*context.conditions, *(c for value in arguments for c in _ways(value, 0))]
    return Use(
        kind,
        api,
        at(event.path, node),  # type: ignore[attr-defined]
        tuple(origin_of(value) for value in arguments),
        tuple((name, origin_of(value)) for name, value in keywords.items()),
        _facts(kind, conditions),
        call_path(context),
        context.trigger,
        context.caught,
    )


_SETTINGS = ("process.env.", "import.meta.env.", "os.environ.")


def _facts(kind: str, conditions: list[Condition]) -> tuple[Fact, ...]:
    """What holds where something is used; of what is written down, only what a setting says: whether it is in production."""
    if kind == "hash":
        return ()
    return facts_of(filter(_asks_setting, conditions) if kind == "log" else conditions)


def _asks_setting(condition: Condition) -> bool:
    asked = (condition.value, *condition.value.inputs())
    return any(isinstance(one, External) and one.path.startswith(_SETTINGS) for one in asked)


def _ways(value: Value, depth: int) -> list[Condition]:
    """What was tested to choose a value (`ok ? given : "/"`): it counts as a test of what is used."""
    if depth > 4:
        return []
    if isinstance(value, Choice):
        own = [condition for _, conditions in value.alternatives for condition in conditions]
        return [*own, *(c for inner in value.values() for c in _ways(inner, depth + 1))]
    return (
        [c for inner in value.inputs() for c in _ways(inner, depth + 1)] if isinstance(value, Derived) else []
    )
