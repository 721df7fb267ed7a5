"""Calls to outside services from Python: httpx, requests, aiohttp, urllib, and SDKs."""

from __future__ import annotations

from roadworthy.frameworks.events import ServiceSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.own_transports import looks_at_addresses
from roadworthy.frameworks.services import SDKS, ask_sdk, emit_service, taken_apart, url_of
from roadworthy.interpret import Args, Constant, External, Library, ObjectValue, Run, Value
from roadworthy.languages import form

_VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send", "urlopen"}
_CLIENTS = {
    "httpx": ("httpx", "httpx.Client()", "httpx.AsyncClient()"),
    "requests": ("requests", "requests.Session()", "requests.session()"),
    "aiohttp": ("aiohttp", "aiohttp.ClientSession()"),
    "urllib": ("urllib.request",),
    "urllib3": ("urllib3", "urllib3.PoolManager()"),
}
# SDKs that call their service by themselves, and the name people know it by.
_SDKS = {
    "stripe": "stripe",
    "openai": "openai",
    "anthropic": "anthropic",
    "resend": "resend",
    "sendgrid": "sendgrid",
    "twilio": "twilio",
    "boto3": "aws",
    "replicate": "replicate",
    "voyageai": "voyage-ai",
    "cohere": "cohere",
    "mistralai": "mistral",
    "groq": "groq",
    "together": "together.ai",
    "elevenlabs": "elevenlabs",
    "google.generativeai": "google-ai",
    "google.genai": "google-ai",
    "googleapiclient": "google",
    "razorpay": "razorpay",
    "cloudinary": "cloudinary",
    "smtplib": "smtp",
    "aiosmtplib": "smtp",
    "fastapi_mail": "smtp",
    "flask_mail": "smtp",
    "django.core.mail": "smtp",
    "mailjet_rest": "mailjet",
    "postmarker": "postmark",
    "slack_sdk": "slack",
    "telegram": "telegram",
    "emergentintegrations.llm": "llm",
    "litellm": "llm",
    "pywebpush": "web-push",
}
# The last part of calls that reach the service, so that making a client or a setting is not taken for one.
_ASKS = {"create", "retrieve", "list", "modify", "update", "delete", "cancel", "confirm", "capture", "refund", "search",
         "send", "send_message", "sendmail", "send_email", "send_mail", "send_mass_mail", "generate", "generate_content", "stream", "run", "parse",
         "upload", "upload_file", "upload_fileobj", "put_object", "get_object", "delete_object",
         "generate_content_async", "login", "embed", "chat_postMessage", "acreate",
         "completion", "acompletion", "chat", "complete", "rerank", "convert", "webpush", "execute"}  # fmt: skip
_RETRYING = ("retry", "retrying", "backoff", "on_exception", "stamina")


def register(library: Library, found: Found) -> None:
    """Tells what calls to other servers look like in Python."""
    for client, starts in _CLIENTS.items():
        library.on_call(*(f"{start}.{verb}" for start in starts for verb in _VERBS))(_asker(client))
    library.on_call("requests.Session().mount", "requests.session().mount")(_mount)
    for package in _SDKS:
        library.on_call(f"{package}.*")(_sdk)


def _asker(client: str):  # type: ignore[no-untyped-def]
    def ask(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        if run.program.language(run.module) != "python":
            return None
        verb = target.path.rsplit(".", 1)[-1]
        emit_service(run, _seen(run, client, verb, target, args, node))
        return None

    return ask


def _mount(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`session.mount("https://", HTTPAdapter(max_retries=Retry(3)))`: what the session asks from now on is asked again."""
    adapter = args.get(1, "adapter")
    retries = (
        adapter.arguments.get(2, "max_retries")
        if isinstance(adapter, External) and adapter.arguments
        else None
    )
    if target.arguments is not None and retries is not None:
        target.arguments.keywords.setdefault("max_retries", retries)
    return None


def _seen(run: Run, client: str, verb: str, target: External, args: Args, node: form.Node) -> ServiceSeen:
    named = verb in ("request", "stream", "send")
    given = args.get(0, "method") if named else None
    method = str(given.value).upper() if isinstance(given, Constant) else verb.upper()
    method = "GET" if verb == "urlopen" else method
    url = args.get(1 if named else 0, "url")
    made = target.arguments.keywords if "()" in target.path and target.arguments is not None else {}
    address = _join(url_of(made.get("base_url")), url_of(url))
    parts = taken_apart(address if "//" in address else "")
    body = next(
        (args.keywords[key] for key in ("json", "data", "content", "params") if key in args.keywords), None
    )
    return ServiceSeen(
        service=parts.hostname or _environment_name(made.get("base_url"), url) or "an outside service",
        operation=f"{method} {parts.path or '/'}",
        client=client,
        path=run.module,
        node=node,
        context=run.context,
        method=method,
        url=address,
        timeout=_timeout(args.keywords.get("timeout"), made.get("timeout")),
        retries=made.get("max_retries") or _of_transport(made.get("transport")) or _retries(run),
        arguments=[value for value in (url, body) if value is not None],
        setup=target.made if made else None,
        guarded=looks_at_addresses(made.get("transport")),
    )


def _join(base: str, path: str) -> str:
    return path if not base or "//" in path else f"{base.rstrip('/')}/{path.lstrip('/')}"


def _environment_name(*values: Value | None) -> str:
    """The environment variable that an address comes from."""
    leaves = [leaf for value in values for leaf in origin_of(value).leaves()]
    return next((leaf.path[0] for leaf in leaves if leaf.kind == "environment"), "")


def _timeout(own: Value | None, made: Value | None) -> Value | None:
    """The bound in seconds: the call's own, else its client's; `Timeout(3.0, connect=2)` is its first number."""
    given = own if own is not None else made
    if (
        isinstance(given, External)
        and given.path.endswith(("Timeout()", "ClientTimeout()"))
        and given.arguments
    ):
        return given.arguments.get(0, "total") or given.arguments.keywords.get("timeout") or given
    return given


def _of_transport(transport: Value | None) -> Value | None:
    """`httpx.Client(transport=httpx.HTTPTransport(retries=3))`."""
    known = isinstance(transport, External) and transport.arguments is not None
    return transport.arguments.keywords.get("retries") if known else None  # type: ignore[union-attr]


def _retries(run: Run) -> Value | None:
    """A decorator around the calling function that repeats it after a failure (tenacity, backoff)."""
    for function in run.functions:
        for decorator in function.decorators:
            callee = decorator.callee if isinstance(decorator, form.Call) else decorator
            name = callee.name if isinstance(callee, (form.Name, form.Member)) else ""
            if name in _RETRYING:
                return Constant(name, decorator)
    return None


def _named_key(args: Args) -> list[Value]:
    """`idempotency_key=...` as the record that JavaScript's packages are given: what tells a repeat apart."""
    key = args.keywords.get("idempotency_key")
    return [ObjectValue({"idempotency_key": key})] if key is not None else []


def _sdk(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    package = next((name for name in _SDKS if target.path.startswith(f"{name}.")), "")
    last = target.path.rsplit(".", 1)[-1]
    if run.program.language(run.module) != "python":
        # Both languages' packages may have one name; JavaScript's are told by the other model.
        called = "()." in target.path or target.path.startswith("cloudinary.")
        return ask_sdk(run, target, args, node) if package in SDKS and called else None
    if last not in _ASKS or not package or "webhook" in target.path.lower():
        return None
    operation = target.path.removeprefix(f"{package}.")
    made = target.arguments.keywords if "()" in target.path and target.arguments is not None else {}
    seen = ServiceSeen(
        service=_SDKS[package],
        operation=operation.rsplit("().", 1)[-1],
        client=package,
        path=run.module,
        node=node,
        context=run.context,
        timeout=_timeout(args.keywords.get("timeout"), made.get("timeout")),
        retries=made.get("max_retries") or args.keywords.get("max_retries") or _retries(run),
        arguments=[*args.all(), *_named_key(args)],
        setup=target.made if made else None,
    )
    emit_service(run, seen)
    return None
