"""Calls to outside services: fetch, axios and the SDKs of payment, mail and AI providers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FetchSeen, ServiceSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import chosen_text
from roadworthy.frameworks.own_host import own_host
from roadworthy.frameworks.rows import next_number
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    External,
    Library,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

# SDKs that call their service by themselves, the name people know it by, and the option that bounds a call.
SDKS = {
    "stripe": "stripe",
    "openai": "openai",
    "resend": "resend",
    "@anthropic-ai/sdk": "anthropic",
    "@sendgrid/mail": "sendgrid",
    "twilio": "twilio",
    "nodemailer": "smtp",
    "denomailer": "smtp",
    "smtp/smtp": "smtp",
    "replicate": "replicate",
    "@google/generative-ai": "google-ai",
    "razorpay": "razorpay",
    "cloudinary": "cloudinary",
    "groq-sdk": "groq",
    "@google/genai": "google-ai",
    "@mistralai/mistralai": "mistral",
    "cohere-ai": "cohere",
    "@huggingface/inference": "huggingface",
    "together-ai": "together.ai",
    "postmark": "postmark",
    "mailersend": "mailersend",
    "@getbrevo/brevo": "brevo",
    "sib-api-v3-sdk": "brevo",
    "@aws-sdk/client-sesv2": "ses",
    "@aws-sdk/client-ses": "ses",
    "@aws-sdk/client-s3": "s3",
    "pusher": "pusher",
    "@vonage/server-sdk": "vonage",
    "plivo": "plivo-sms",
    "africastalking": "africastalking-sms",
    "whatsapp-web.js": "whatsapp",
    "@whiskeysockets/baileys": "whatsapp",
    "baileys": "whatsapp",
    "node-telegram-bot-api": "telegram",
    "telegraf": "telegram",
    "grammy": "telegram",
    "mercadopago": "mercadopago",
    "flutterwave-node-v3": "flutterwave",
    "@paypal/paypal-server-sdk": "paypal",
}
# A messenger's client is connected all the time: it is asked for something only where it sends.
MESSENGERS = frozenset({"whatsapp", "telegram"})
_SENDS = regex(r"send|reply|forward", re.I)


def register(library: Library, found: Found) -> None:
    """Tells what calls to other servers look like."""
    library.on_call("fetch", "node-fetch", "undici.fetch", "cross-fetch")(_fetch)
    library.on_call("axios", "axios.*", "axios.create().*", "axios.create()", "ky", "ky.*", "got", "got.*")(
        _axios
    )
    for package in SDKS:
        library.on_call(f"{package}().*", f"{package}.*().*")(ask_sdk)
    library.on_call("cloudinary.uploader.*", "cloudinary.v2.uploader.*")(ask_sdk)
    library.on_call("@sendgrid/mail.send", "@sendgrid/mail.sendMultiple")(ask_sdk)
    library.on_call(*(f"ai.{name}" for name in ("generateText", "generateObject", "embed", "embedMany")))(
        _ask_model
    )
    library.on_call("process.env.AI.run")(_ask_workers_ai)


def url_of(value: Value | None) -> str:
    """A URL with `:value` for the parts that vary; '' when nothing of it is known."""
    if isinstance(value, Constant):
        return str(value.value or "")
    if isinstance(value, Choice):
        return next((url for url in map(url_of, value.values()) if url), "")
    if isinstance(value, Derived) and value.operation in ("template", "+"):
        return "".join(_piece(part) for part in value.operands)
    if isinstance(value, Derived) and value.operation in ("or", "??"):
        return next((url for url in map(url_of, reversed(value.operands)) if url), "")
    if isinstance(value, External) and value.path.endswith("()") and value.arguments:
        return url_of(value.arguments.get(0))
    return ""


def _piece(part: Value) -> str:
    if isinstance(part, Constant):
        return str(part.value)
    if isinstance(part, External) and "env" in part.path:
        return ""
    inner = url_of(part)
    return inner or ":value"


def _fetch(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    options = args.get(1)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    method = chosen_text(fields.get("method")) or "GET"
    return request(run, node, method, args.get(0), fields.get("body"), fields, "fetch")


def taken_apart(address: str) -> SplitResult:
    """An address in its parts; one that is none (`https://[your-project].example`) has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def request(
    run: Run,
    node: form.Node,
    method: str,
    url: Value | None,
    body: Value | None,
    options: dict[str, Value],
    client: str,
    setup: tuple[str, form.Node] | None = None,
) -> Value | None:
    """A request: to the app's own server when it comes from a page, else to an outside service."""
    address = url_of(url)
    timeout = options.get("signal") or options.get("timeout")
    edge = _EDGE_FUNCTION.search(address)
    if edge is not None:
        address = edge["name"] if run.side == "client" else f"https://edge-function/{edge['name']}"
    named = _named(url)
    host = own_host(run.program, method.upper(), address) if run.side == "client" else ""
    if host or _own(run, address, named):
        headers = options.get("headers")
        names = tuple(headers.fields) if isinstance(headers, ObjectValue) else ()
        path = re.sub(r"\?.*", "", re.sub(r"^https?://[^/]+", "", address))
        run.emit(
            FetchSeen(
                method.upper(),
                path,
                run.module,
                node,
                run.context,
                body,
                names,
                timeout=timeout is not None,
                asks=tuple(
                    value
                    for value in (url, options.get("params"), options.get("headers"))
                    if value is not None
                ),
                host=host,
            )
        )
        return None
    parts = taken_apart(address if "//" in address else "")
    seen = ServiceSeen(
        service=named
        if named and _THIS_MACHINE.match(address)
        else parts.hostname or named or "an outside service",
        operation=f"{method.upper()} {parts.path or '/'}",
        client=client,
        path=run.module,
        node=node,
        context=run.context,
        method=method.upper(),
        url=address,
        timeout=timeout,
        arguments=[value for value in (url, body) if value is not None],
        setup=setup,
        keyed=_keyed(options.get("headers"), url),
        headers=options.get("headers"),
    )
    emit_service(run, seen)
    return None


_SECRET_SETTING = regex(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.I)


def _keyed(*parts: Value | None) -> bool:
    """Whether a request carries a secret setting of the app."""
    from roadworthy.frameworks.origins import origin_of

    leaves = (leaf for part in parts if part is not None for leaf in origin_of(part).leaves())
    return any(leaf.kind == "environment" and _SECRET_SETTING.search(str(leaf.path[:1])) for leaf in leaves)


def emit_service(run: Run, seen: ServiceSeen) -> None:
    """Numbers a call among the queries and puts it into the trace."""
    seen.number = next_number(run)
    run.emit(seen)


# Where a Supabase project serves its own edge functions.
_EDGE_FUNCTION = regex(r"/functions/v1/(?P<name>[\w-]+)")


# What stands behind `process.env.API_URL ||` while the app is written.
_THIS_MACHINE = regex(r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0)\b")
# Variables that name the app's own address.
_ITSELF = regex(
    r"^(NEXT_PUBLIC_|VITE_|REACT_APP_)?(APP|SITE|BASE|NEXTAUTH|AUTH|VERCEL|HOST|FRONTEND|CLIENT|WEB)_?(BASE_?)?URL$"
)


def _own(run: Run, address: str, named: str) -> bool:
    """Whether a request goes to the app's own server. What a page asks an address of the environment for, or the machine it
    is opened on, is the app's own API; what a server asks there is another server, which it waits for."""
    if _THIS_MACHINE.match(address):
        return run.side == "client"
    if named and not _ITSELF.match(named) and address.startswith("/"):
        return run.side == "client"
    return address.startswith("/") or (run.side == "client" and not re.match(r"https?://", address))


def _named(url: Value | None) -> str:
    """The environment variable an address comes from."""
    from roadworthy.frameworks.origins import origin_of

    return next((leaf.path[0] for leaf in _written(origin_of(url)) if leaf.kind == "environment"), "")


_PUTS_TOGETHER = ("template", "+", "or", "??", "choice", "String", "URL", "join", "replace", "trim")


def _written(origin: Origin) -> Iterator[Origin]:
    """What an address is put together from; what another server answered is its own matter."""
    if origin.kind != "computed":
        yield origin
    elif origin.operation.removesuffix("()") in _PUTS_TOGETHER:
        for inner in origin.inputs:
            yield from _written(inner)


def _axios(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    verb = target.path.rsplit(".", 1)[-1]
    if verb == "create" or verb.endswith("create()"):
        return None
    first = args.get(0)
    if isinstance(first, ObjectValue):
        fields = first.fields
        method = chosen_text(fields.get("method")) or "GET"
        return request(run, node, method, fields.get("url"), fields.get("data"), fields, "axios")
    if verb not in ("get", "post", "put", "patch", "delete", "head", "request", "axios", "ky", "got"):
        return None
    with_body = verb in ("post", "put", "patch")
    options = args.get(2 if with_body else 1)
    fields = dict(options.fields) if isinstance(options, ObjectValue) else {}
    made = target.arguments.get(0) if target.arguments else None
    if isinstance(made, ObjectValue):
        fields = {**made.fields, **fields}
    method = verb if verb in ("get", "post", "put", "patch", "delete", "head") else "get"
    url = _based(fields.get("baseURL"), first, node)
    body = args.get(1) if with_body else None
    return request(run, node, method, url, body, fields, "axios", target.made)


def _based(base: Value | None, url: Value | None, node: form.Node) -> Value | None:
    """An address below the client's `baseURL`, unless it is a whole one."""
    whole = re.match(r"https?://", url_of(url)) is not None
    return url if base is None or url is None or whole else Derived("template", (base, url), node)


# What Google's models and their conversations are reached by.
_HANDLE = regex(r"^((getGenerativeModel\w*|startChat|chats\.create)\(\)\.)+")


def ask_sdk(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """A call of an SDK that asks its service by itself (JavaScript; `python_services` has Python's)."""
    package = next(name for name in SDKS if target.path.startswith(name))
    operation = _HANDLE.sub("", target.path.removeprefix(package).split("().", 1)[-1].lstrip("."))
    ends = operation in ("close", "quit", "end")
    if not operation or ends or operation.startswith(("webhooks.", "on", "set")) or "()" in operation:
        return None
    if _HANDLE.match(f"{operation}()."):
        return None  # it only names a model: what is asked of it is asked of the service
    if SDKS[package] in MESSENGERS and not _SENDS.search(operation):
        return None
    if package == "pusher" and not operation.startswith(("trigger", "get")):
        return None  # what lets a browser into a channel is reckoned here
    settings = _settings(target.arguments) | _request_options(package, args)
    seen = ServiceSeen(
        service=SDKS[package],
        operation=operation,
        client=package,
        path=run.module,
        node=node,
        context=run.context,
        timeout=settings.get("timeout")
        or settings.get("socketTimeout")
        or settings.get("requestTimeout")
        or _of_handler(settings.get("requestHandler")),
        retries=settings.get("maxNetworkRetries") or settings.get("maxRetries"),
        arguments=args.all(),
        setup=target.made,
    )
    emit_service(run, seen)
    return None


def _of_handler(handler: Value | None) -> Value | None:
    """The bound that AWS's clients are told by their handler: `{ requestTimeout: 3000 }`, `new NodeHttpHandler({ requestTimeout: 3000 })`."""
    made = handler.arguments if isinstance(handler, External) else None
    options = made.get(0) if made is not None else handler
    return options.fields.get("requestTimeout") if isinstance(options, ObjectValue) else handler


def _request_options(package: str, args: Args) -> dict[str, Value]:
    """What one call alone is told: `generateContent(prompt, { timeout })`, `send(command, { requestTimeout, abortSignal })`."""
    options = args.get(1) if SDKS[package] == "google-ai" or package.startswith("@aws-sdk/") else None
    fields = options.fields if isinstance(options, ObjectValue) else {}
    return {"timeout": fields["abortSignal"], **fields} if "abortSignal" in fields else fields


_PROVIDER = regex(r"(?:@ai-sdk/|@)?([\w-]+)")


def _ask_model(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """A whole answer of a model by the AI SDK; a stream is read as it comes, and its reader may leave."""
    options = args.get(0)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    model = fields.get("model")
    made = _PROVIDER.match(model.path) if isinstance(model, External) else None
    seen = ServiceSeen(
        service=made[1] if made is not None else "llm",
        operation=target.path.rsplit(".", 1)[-1],
        client="ai",
        path=run.module,
        node=node,
        context=run.context,
        timeout=fields.get("abortSignal") or fields.get("timeout"),
        retries=fields.get("maxRetries"),
        arguments=args.all(),
    )
    emit_service(run, seen)
    return None


def _ask_workers_ai(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`env.AI.run(model, { ... })`: Cloudflare's models, under the name that its documentation gives their binding."""
    emit_service(
        run,
        ServiceSeen(
            "ai.cloudflare", "run", "workers-ai", run.module, node, run.context, arguments=args.all()
        ),
    )
    return None


def _settings(args: Args | None) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for value in args.all() if args is not None else []:
        if isinstance(value, ObjectValue):
            found.update(value.fields)
    return found
