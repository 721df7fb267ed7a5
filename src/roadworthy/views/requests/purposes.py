"""What an endpoint is for, as far as somebody gains or hurts by calling it over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.views.data.inserts import is_made_once, is_record
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.entry import asks_password
from roadworthy.views.people.offices import only_staff_signs_in
from roadworthy.views.people.people import ACCOUNTS, is_password, users_table
from roadworthy.views.requests.facts import all_facts
from roadworthy.views.requests.form_files import takes_form_file
from roadworthy.views.requests.unguessable import is_for_programs, is_vouched_for, takes_mailed_token

SIGN_IN, SIGN_UP, RESET, MESSAGE = "sign-in", "sign-up", "reset", "message"
PAYMENT, AI, UPLOAD, PUBLIC_FORM, HEAVY, ORDER = "payment", "ai", "upload", "public form", "heavy", "order"

_WORDS = re.compile(r"[a-z0-9]+")
_SIGN_IN = re.compile(
    r"(^|/)((\w+[-_])?(log-?in|sign-?in)|authenticate|token|callback/credentials|obtain-?token"
    r"|(check|verify|confirm)-?(otp|code|pin|2fa|mfa)|(otp|code|pin|2fa|mfa|auth|lock)/(check|verify|unlock)|unlock|sessions?)/?$",
    re.I,
)
_HANDS_OUT = re.compile(r"(^|/)(token|sessions?)/?$", re.I)
_SIGN_IN_ITSELF = re.compile(r"(^|/)(login|signin|sign-in)/?$", re.I)
_SIGN_UP = re.compile(
    r"(^|/|-|_)(register|sign-?up|signup|registration|onboarding|create-?(\w+-)?(user|account))(/|$)", re.I
)
_PROVES_CODE = re.compile(
    r"(^|[/_-])(verify|confirm|check|2fa|mfa|two-?factor)(?!.*(coupon|promo|discount|invit))", re.I
)
_RESET = re.compile(
    r"forgot|(^|[/_-])(resend|recover)|(request|send|start|init\w*)[-_/]?(password|reset)|reset[-_]?(password|request|link)?/?$"
    r"|password[-_/]?(reset|recovery|forgot)|(get|send|request|resend)[-_]?(otp|code|sms|verification)|magic[-_]?(link|login)",
    re.I,
)
# Views of libraries that give a token for a name and a password.
_TOKEN_DOORS = re.compile(
    r"authtoken\.views\.(obtain_auth_token|ObtainAuthToken)|simplejwt\.views\.(token_obtain|TokenObtain)"
    r"|dj_rest_auth\.views\.LoginView",
    re.I,
)
_CHECKS = re.compile(
    r"(^|\.)(compare(Sync)?|checkpw|check_password_hash|check_password|verify_password|verify_and_update|authenticate"
    r"|signInWithPassword|timingSafeEqual)$|(argon2\w*|bcrypt\w*|pwd_?context\w*|CryptContext\(\)|PasswordHash\w*)[.\w()]*\.verify$",
    re.I,
)
_MAILS = re.compile(
    r"smtp|mail|resend|sendgrid|postmark|twilio|kavenegar|vonage|nexmo|messagebird|brevo|ses\b|sms|whatsapp|telegram",
    re.I,
)
_MAIL_CALLS = re.compile(
    r"(sendMail|send_mail|send_message|sendmail|send_email|sendSms|send_sms|VerifyLookup|emails\.send"
    r"|messages\.create|Mail\(\)\.send|EmailMessage\(\)\.send|EmailMultiAlternatives\(\)\.send)$"
)
_PAYMENTS = re.compile(
    r"stripe|paypal|braintree|adyen|mollie|razorpay|square|zarinpal|paystack|lemonsqueezy|mercadopago|flutterwave|payments?\b|(^|[.-])pay[.-]"
    # Money that is asked of a phone or a wallet.
    r"|m-?pesa|daraja|safaricom|intasend|pesapal|paymob|midtrans|xendit|khalti|esewa|phonepe|paytm|cashfree|iyzi(co|pay)|chapa|asaas|pagar\.?me|pagseguro|pagbank|iugu|efipay|wompi|conekta|culqi|payu|payfast|przelewy24",
    re.I,
)
_PAYMENT_PATH = re.compile(
    r"(^|[/_-])(payments?|payment-?intents?|checkout|charge|pay|billing-portal)([/_-]|$)", re.I
)
# A demand for money that is sent to somebody's phone.
_PUSHES = re.compile(r"(^|[/_-])(stk-?push|m-?pesa|momo|request-?to-?pay)([/_-]|$)", re.I)
_AI = re.compile(
    r"openai|anthropic|voyage-ai|generativelanguage|google-ai|gemini|replicate|cohere|mistral|huggingface|together\.(ai|xyz)|groq"
    r"|perplexity|deepseek|bedrock|elevenlabs|stability|fal\.(ai|run)|^llm$|openrouter|^ai\.|(^|[.-])ai[.-]gateway|gateway\.ai|\bx\.ai$",
    re.I,
)
_AI_CALLS = re.compile(
    r"openai|anthropic|emergentintegrations|LlmChat|litellm|langchain|langgraph|generativeai|genai\.|replicate\.run|cohere"
    r"|generateText|streamText|generateObject|mistralai|groq\b",
    re.I,
)
_HEAVY_CALLS = re.compile(
    r"SentenceTransformer|pdfkit|weasyprint|puppeteer|playwright|pdf-lib|sharp\(\)|ffmpeg", re.I
)
_STORES = re.compile(r"storage|s3|cloudinary|blob|uploadthing|bucket|aws", re.I)
_KEEPS_FILE = re.compile(r"upload|put_?object|\bput\b", re.I)
_UPLOAD_PATH = re.compile(r"(^|[/_-])(upload|import|ingest|bulk)([/_-]|$)", re.I)
_SENDS_PATH = re.compile(r"(^|[/_-])(send|launch|broadcast|invite|notify|blast)([/_-]|$)", re.I)
_ORDER_TABLE = re.compile(r"^(\w+_)?(orders?|bookings?|reservations?|appointments?|tickets?)$", re.I)
_FORM_TABLE = re.compile(
    r"feedback|contact|review|comment|inquir|enquir|message|newsletter|subscriber|report|ticket|lead|survey|application"
    r"|waitlist|suggestion|complaint",
    re.I,
)
# A password that several people know, by the name of its variable.
_SHARED = re.compile(r"environment\.\w*(ADMIN|PASSWORD|PASSCODE|_PIN\b)", re.I)
_SIGNATURE = re.compile(
    r"constructEvent|construct_event|verifySignature|verify_signature|timingSafeEqual|compare_digest|createHmac"
    r"|hmac\.new|crypto\.subtle\.(sign|verify)|svix|Webhook\(\)\.verify|webhooks\.unwrap|Signer\(\)\.unsign|signing\.loads|Serializer\(\)\.loads",
    re.I,
)


class Purpose(Struct, frozen=True):
    """`kind` is one of the names above; `place` where the costly or coveted thing happens; `what` says it in words."""

    kind: str
    what: str
    place: Location


def purposes_of(app: App, endpoint: Endpoint) -> tuple[Purpose, ...]:
    """What an endpoint is good for, the worst first."""
    if is_signed(endpoint):
        return ()
    return tuple(_purposes(app, endpoint))


def is_message(call: ServiceCall) -> bool:
    """Whether a call sends something to a person."""
    return _MAILS.search(call.service) is not None


def is_store(call: ServiceCall) -> bool:
    """Whether a call has a store keep a file."""
    return _STORES.search(call.service) is not None and _KEEPS_FILE.search(call.operation) is not None


def is_model(call: ServiceCall) -> bool:
    """Whether a call asks a model that is paid for by the length of the text."""
    return _AI.search(call.service) is not None


def knows_secret(endpoint: Endpoint) -> bool:
    """Whether something that a request brings is compared with a secret of the server's surroundings."""
    return any(_secret_sent(fact) is not None for fact in all_facts(endpoint))


def _secret_sent(fact: Fact) -> Origin | None:
    """What of the request a condition compares with a variable of the environment; None for other conditions."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    if fact.operator != "==" or not any(
        leaf.kind == "environment" for side in sides for leaf in side.leaves()
    ):
        return None
    return next((leaf for side in sides for leaf in side.leaves() if leaf.from_request), None)


def is_signed(endpoint: Endpoint) -> bool:
    """Whether only whoever holds a secret of the server's can call it: a webhook with a signature, a schedule."""
    return checks_signature(endpoint) or "/cron" in endpoint.path.lower()


def checks_signature(endpoint: Endpoint) -> bool:
    """Whether a callback of another service compares a signature."""
    called = any(_SIGNATURE.search(name) for name in endpoint.calls)
    return called and bool(
        re.search(r"hook|callback|cron|stripe|event|receipt|ipn|bounce", endpoint.path, re.I)
    )


def _purposes(app: App, endpoint: Endpoint) -> Iterator[Purpose]:
    place, changes = endpoint.location, endpoint.method not in ("GET", "HEAD", "OPTIONS")
    guards = Access(endpoint).anywhere()
    staff = ROLE in guards or (SIGNED_IN in guards and app.view(only_staff_signs_in))
    vouched = is_vouched_for(endpoint) and bool(_SIGN_IN.search(endpoint.path))
    if changes and not vouched and (_is_sign_in(endpoint, guards) or _takes_password(endpoint)):
        yield Purpose(SIGN_IN, "passwords or codes are checked", place)
    elif (
        changes
        and not vouched
        and SIGNED_IN not in guards
        and (_SIGN_UP.search(endpoint.path) or _creates_person(app, endpoint))
    ):
        yield Purpose(SIGN_UP, "accounts are made", place)
    # Who hands in the new password is sent nothing.
    sent = not (_sets_password(endpoint) or asks_password(endpoint)) or _mails(endpoint)
    reset = changes and SIGNED_IN not in guards and _RESET.search(endpoint.path)
    if reset and sent and not _takes_token(endpoint):
        yield Purpose(RESET, "codes, links or mails are sent out", place)
    if staff:
        return
    yield from _spending(endpoint, guards)
    yield from _borrowing(app, endpoint, guards)
    if changes and SIGNED_IN in guards and _SENDS_PATH.search(endpoint.path) and _mails(endpoint):
        yield Purpose(MESSAGE, "messages are sent out", place)
    if changes and (_takes_files(endpoint) or takes_form_file(app, endpoint)):
        yield Purpose(UPLOAD, "files are taken in", place)
    yield from _filling(app, endpoint, guards, changes)


def _is_sign_in(endpoint: Endpoint, guards: set[str]) -> bool:
    if any(_hands_on_password(call) for call in endpoint.services):
        return True
    if any(_TOKEN_DOORS.search(name) for name in endpoint.calls):
        return True
    if SIGNED_IN in guards:
        return False
    secret = any(
        is_password(item.name.split(".")[-1]) or re.search(r"(^|\.)(otp|code|pin|token)$", item.name, re.I)
        for item in endpoint.inputs
        # The token of a session is no password that somebody types.
        if item.part not in ("cookies", "headers")
    )
    typed = any(
        is_password(item.name.split(".")[-1]) or re.search(r"(^|\.)(otp|code|pin)$", item.name, re.I)
        for item in endpoint.inputs
    )
    checks = any(_CHECKS.search(name) for name in endpoint.calls)
    if is_for_programs(endpoint) or (_RESET.search(endpoint.path) and takes_mailed_token(endpoint)):
        return False
    if _PROVES_CODE.search(endpoint.path) and any(map(_found_by_code, endpoint.queries)):
        return True
    named = bool(_SIGN_IN.search(re.sub(r"[/]?[:{<\[][^/]*$", "", endpoint.path)))
    if named and _HANDS_OUT.search(endpoint.path) and not secret:
        # A token for who is let in already: nothing is typed that could be guessed.
        return False
    return (named and (secret or checks or _SIGN_IN_ITSELF.search(endpoint.path) is not None)) or (
        checks and typed and not _SIGN_UP.search(endpoint.path) and not _sets_password(endpoint)
    )


def _hands_on_password(call: ServiceCall) -> bool:
    """Whether the server asks a service of accounts on people's behalf: to that service all of them are one address, so its own
    limit stops either nobody or everybody."""
    return call.operation == "signInWithPassword" and not any(
        fact.left.kind == "session" and fact.holds for fact in call.facts
    )


def _found_by_code(query: Query) -> bool:
    """Whether a row is found by a short code that somebody types, which can be guessed."""
    return any(
        item.operator == "="
        and item.value.from_request
        and re.search(r"(^|_)(otp|pin|code)$", item.column, re.I)
        for item in query.filters
    )


def _takes_password(endpoint: Endpoint) -> bool:
    """Whether a word that people type is compared with one that the server's surroundings hold for everybody."""
    return any(
        sent.kind in ("body", "parsed", "query") and _SHARED.search(str(fact))
        for fact in all_facts(endpoint)
        if (sent := _secret_sent(fact)) is not None
    )


def _takes_token(endpoint: Endpoint) -> bool:
    """Whether what was sent out before is handed in: no longer asked for."""
    return any(
        re.search(r"(^|\.|_)(token|code|nonce|key|hash)$", item.name, re.I) for item in endpoint.inputs
    )


def _sets_password(endpoint: Endpoint) -> bool:
    return any(
        is_password(write.column)
        for query in endpoint.queries
        if query.operation in ("insert", "update", "upsert")
        for write in query.writes
    )


def _creates_person(app: App, endpoint: Endpoint) -> bool:
    people = users_table(app)
    kept = {ACCOUNTS} if people is None else {people.name, ACCOUNTS}
    return any(
        query.operation in ("insert", "upsert") and query.table in kept and not query.loops
        for query in endpoint.queries
    )


# What providers of models keep (files, stores, threads) is looked up, listed and taken out for nothing.
_KEEPS = re.compile(
    r"(^|\.)(retrieve|list|get|del|delete|remove|update|cancel)$|(^|\.)(vector_?stores|files)\.", re.I
)

# --- what is spent -----------------------------------------------------------------------------------


def _spending(endpoint: Endpoint, guards: set[str]) -> Iterator[Purpose]:
    """Money, models and messages that each call costs."""
    changes = endpoint.method not in ("GET", "HEAD")
    services = [
        call for call in endpoint.services if SIGNED_IN not in guards or not _of_a_new_state(endpoint, call)
    ]
    for call in services:
        if _AI.search(call.service) and not _KEEPS.search(call.operation):
            # What a model made is fetched for nothing but the operator's quota; what makes it is sent.
            kind = HEAVY if call.method == "GET" else AI
            yield Purpose(kind, f"{call.service} is asked at the operator's cost", call.location)
            break
    else:
        seen = any(_AI.search(call.service) for call in services)
        if not seen and any(_AI_CALLS.search(name) for name in endpoint.calls):
            yield Purpose(AI, "a paid model is asked at the operator's cost", endpoint.location)
    paid = [c for c in services if changes and _PAYMENTS.search(c.service) and _makes(c.operation)]
    if paid:
        yield Purpose(PAYMENT, f"{paid[0].service} is asked ({paid[0].operation})", paid[0].location)
    elif (
        changes
        and _PAYMENT_PATH.search(endpoint.path)
        and any(q.operation == "insert" and not is_record(q.table) for q in endpoint.queries)
        and not any(q.operation == "insert" and _books(q) for q in endpoint.queries)
    ):
        yield Purpose(PAYMENT, "payments are made", endpoint.location)
    elif changes and endpoint.services and _PUSHES.search(endpoint.path):
        yield Purpose(PAYMENT, "money is asked of the phone that is named", endpoint.services[0].location)
    asked = {c.operation: c for c in services if changes and _PAYMENTS.search(c.service)}
    if not paid and len(asked) > 1:
        first = next(iter(asked.values()))
        yield Purpose(HEAVY, f"each call asks {first.service} {len(asked)} times", first.location)
    sent = [c for c in services if _MAILS.search(c.service) and (changes or SIGNED_IN not in guards)]
    if sent:
        yield Purpose(MESSAGE, f"each call sends something through {sent[0].service}", sent[0].location)
    program = next((use for use in endpoint.uses if changes and use.kind == "command"), None)
    if program is not None:
        yield Purpose(HEAVY, "each call starts another program", program.location)
    if any(_HEAVY_CALLS.search(name) for name in endpoint.calls):
        yield Purpose(HEAVY, "each call does heavy work", endpoint.location)


_STATE = re.compile(r"(^|_)(status|state|stage|phase)$|(Status|State|Stage)$", re.I)


def _of_a_new_state(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether something is asked only where a row comes into a state that it was not in: it cannot be had twice."""
    states = {
        (query.table, write.column)
        for query in endpoint.queries
        if query.operation == "update"
        for write in query.writes
        if _STATE.search(write.column)
    }
    asked = {
        (leaf.table, leaf.path[-1])
        for fact in call.facts
        for side in (fact.left, fact.right)
        if side is not None
        for leaf in side.leaves()
        if leaf.kind == "row" and leaf.path
    }
    return bool(states & asked)


# What tells people from machines, or proves who somebody is: it is asked once for what it protects.
_PROVES = re.compile(
    r"captcha|turnstile|oauth|accounts\.|login\.|identity|auth0|clerk|token|/verify|userinfo", re.I
)


def _borrowing(app: App, endpoint: Endpoint, guards: set[str]) -> Iterator[Purpose]:
    """What visitors without an account use another service for at the operator's cost, in an app that knows its people."""
    if SIGNED_IN in guards or not knows_people(app) or _refuses(endpoint):
        return
    for call in endpoint.services:
        if call.keyed and not _PROVES.search(f"{call.service} {call.url}") and not _AI.search(call.service):
            yield Purpose(HEAVY, f"anyone can use {call.service} with the app's own key", call.location)
            return


def _refuses(endpoint: Endpoint) -> bool:
    """Whether somebody is turned away: by a key, or by a guard that was not understood."""
    return any(answer.status in (401, 403) for answer in endpoint.answers)


def _books(query: Query) -> bool:
    """Whether somebody writes down a payment that was made elsewhere: its amount is what the request says."""
    amounts = [w.value for w in query.writes if re.search(r"amount|total|paid", w.column, re.I)]
    whole = any(value.kind in ("body", "parsed") for value in query.spreads)
    return whole or any(value.kind in ("body", "parsed") for value in amounts)


def _makes(operation: str) -> bool:
    return (
        bool(re.search(r"create|attach|POST|charge|capture|order", operation)) and "webhook" not in operation
    )


def _mails(endpoint: Endpoint) -> bool:
    return any(_MAIL_CALLS.search(name) for name in endpoint.calls) or any(
        _MAILS.search(call.service) for call in endpoint.services
    )


def _takes_files(endpoint: Endpoint) -> bool:
    read = not endpoint.framework.startswith("django") and any(
        item.part == "files" for item in endpoint.inputs
    )
    kept = any(map(is_store, endpoint.services))
    sent = any(
        re.search(
            r"(^|\.)\w*(file|image|picture|photo|document|attachment|audio)\w*\.(size|type|name)$",
            i.name,
            re.I,
        )
        for i in endpoint.inputs
    )
    return (
        read
        or (kept and sent)
        or any(
            middleware.library.split("()")[0] in ("multer", "formidable", "busboy", "express-fileupload")
            for middleware in endpoint.middleware
        )
    )


# --- what is filled ----------------------------------------------------------------------------------


def _filling(app: App, endpoint: Endpoint, guards: set[str], changes: bool) -> Iterator[Purpose]:
    """Rows that strangers, or anyone with an account, can add without end."""
    if not changes:
        return
    inserts = [
        q
        for q in endpoint.queries
        if q.operation in ("insert", "upsert")
        and q.table
        and not is_record(q.table, app.table(q.table))
        and not is_made_once(endpoint, q)
    ]
    if SIGNED_IN not in guards and _refuses(endpoint):
        return
    if SIGNED_IN not in guards:
        yield from _open_filling(app, endpoint, inserts)
        return
    order = next(
        (q for q in inserts if _ORDER_TABLE.match(spelled(q.table)) and q.table in app.view(_worked_on)), None
    )
    if order is not None:
        yield Purpose(ORDER, f"rows of {order.table} are made that others have to work on", order.location)
    form = next(
        (
            q
            for q in inserts
            if endpoint.method in ("POST", "ACTION")
            and _FORM_TABLE.search(q.table)
            and _has_text(app, q)
            and is_for_others(app, q.table)
        ),
        None,
    )
    if form is not None:
        yield Purpose(PUBLIC_FORM, f"rows of {form.table} are made", form.location)


def _open_filling(app: App, endpoint: Endpoint, inserts: list[Query]) -> Iterator[Purpose]:
    people = users_table(app)
    foreign = [q for q in inserts if people is None or q.table != people.name or q.loops]
    bulk = next((q for q in foreign if q.loops or q.parallel), None)
    if bulk is not None or (_UPLOAD_PATH.search(endpoint.path) and foreign):
        query = bulk or foreign[0]
        yield Purpose(UPLOAD, f"anyone can load any number of rows into {query.table}", query.location)
    elif foreign and knows_people(app):
        yield Purpose(PUBLIC_FORM, f"anyone can add rows to {foreign[0].table}", foreign[0].location)
    elif _SENDS_PATH.search(endpoint.path) and (endpoint.services or endpoint.queries):
        yield Purpose(MESSAGE, "messages are sent out", endpoint.location)
    elif len({call.service for call in endpoint.services}) > 2:
        yield Purpose(HEAVY, "each call asks several other servers", endpoint.services[0].location)


def is_for_others(app: App, table: str) -> bool:
    """Whether rows of a table are read by others than those who make them: by staff, or by everyone."""
    return table in app.view(_read_by_others)


def _read_by_others(app: App) -> frozenset[str]:
    found = set()
    for endpoint in app.endpoints:
        guards = Access(endpoint).anywhere()
        if ROLE in guards or (SIGNED_IN not in guards and endpoint.method == "GET"):
            found |= {query.table for query in endpoint.queries if query.operation in ("select", "update")}
    return frozenset(found)


def _worked_on(app: App) -> frozenset[str]:
    """Tables whose rows staff change: somebody has to do something about each."""
    return frozenset(
        query.table
        for endpoint in app.endpoints
        if ROLE in Access(endpoint).anywhere()
        for query in endpoint.queries
        if query.operation == "update"
    )


def _has_text(app: App, query: Query) -> bool:
    table = app.table(query.table)
    return table is not None and any(
        column.type.partition("(")[0].strip() in ("text", "string", "varchar", "character varying")
        for column in table.columns
    )


def knows_people(app: App) -> bool:
    """Whether anything of the app asks who is there: only then is an open door open on purpose."""
    return app.view(_knows_people)


def _knows_people(app: App) -> bool:
    return any(_asks_who(Access(endpoint), endpoint) for endpoint in app.endpoints)


def _asks_who(access: Access, endpoint: Endpoint) -> bool:
    """Whether an endpoint asks who is there, before all it does or before one of its queries: what it answers the others
    need not say that it refuses them (`{ success: false }`)."""
    return SIGNED_IN in access.anywhere() or any(
        SIGNED_IN in access.at_query(query) for query in endpoint.queries
    )
