"""What views answer: responses, and what exceptions become."""

from __future__ import annotations

from roadworthy.frameworks.around_views import processed
from roadworthy.frameworks.django.forms import FormModel
from roadworthy.frameworks.django.formsets import Formset
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.request import Request
from roadworthy.frameworks.django.serializers import SerializerModel
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.exchange import exchange_of, flashed_with
from roadworthy.frameworks.replies import HttpError, Reply, status_of
from roadworthy.frameworks.templates.gone_through import go_through
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.trace import Raised
from roadworthy.languages import form

_RESPONSES = {
    "HttpResponse": 200,
    "JsonResponse": 200,
    "FileResponse": 200,
    "StreamingHttpResponse": 200,
    "HttpResponseBadRequest": 400,
    "HttpResponseForbidden": 403,
    "HttpResponseNotFound": 404,
    "HttpResponseNotAllowed": 405,
    "HttpResponseGone": 410,
    "HttpResponseServerError": 500,
    "HttpResponseRedirect": 302,
    "HttpResponsePermanentRedirect": 301,
    "HttpResponseNotModified": 304,
}
_EXCEPTIONS = {
    "django.http.Http404": 404,
    "django.core.exceptions.PermissionDenied": 403,
    "django.core.exceptions.SuspiciousOperation": 400,
    "django.core.exceptions.BadRequest": 400,
    "rest_framework.exceptions.APIException": 500,
    "rest_framework.exceptions.ValidationError": 400,
    "rest_framework.serializers.ValidationError": 400,
    "rest_framework.exceptions.ParseError": 400,
    "rest_framework.exceptions.AuthenticationFailed": 401,
    "rest_framework.exceptions.NotAuthenticated": 401,
    "rest_framework.exceptions.PermissionDenied": 403,
    "rest_framework.exceptions.NotFound": 404,
    "rest_framework.exceptions.MethodNotAllowed": 405,
    "rest_framework.exceptions.Throttled": 429,
}


def settled(run: Run, value: Value) -> Value:
    """An answer whose rows were asked for: a template or a serializer goes through the querysets it is given."""
    for option in value.values() if isinstance(value, Choice) else [value]:
        if isinstance(option, Reply):
            _settle(run, option.body, 0)
            if option.kind == "html":
                _go_through(run, option)
    return value


def _go_through(run: Run, reply: Reply) -> None:
    """Once for each answer: it is looked at where it is returned and again as what the view gives."""
    known = run.kept.setdefault("gone through", {})
    if id(reply) not in known:
        known[id(reply)] = reply
        go_through(run, reply.template, reply.body, run.module, _everywhere(run, reply))


def _everywhere(run: Run, reply: Reply) -> dict[str, Value]:
    """What every template knows: the request, the person who is there, and what the app's context processors give."""
    request = run.kept.get("django request")
    if not isinstance(request, Request):
        return {}
    written = getattr(reply.body, "node", None) or form.NOWHERE
    return {"request": request, "user": request.user(), **processed(run, Args([request]), written)}


def _settle(run: Run, value: Value, depth: int) -> None:
    if depth > 4:
        return
    if isinstance(value, QuerySet):
        value.evaluate(run)
    elif isinstance(value, (FormModel, Formset)):
        value.shown(run)
    elif isinstance(value, Choice):
        for option, conditions in value.alternatives:
            with run.holding(conditions), run.choosing_from(value):
                _settle(run, option, depth + 1)
    elif isinstance(value, (ObjectValue, ListValue)):
        for inner in value.inputs():
            _settle(run, inner, depth + 1)


def answer_to(event: Raised, value: Value) -> AnswerSeen | None:
    """What an exception becomes that nobody catches; None for one that the author holds to be impossible."""
    status, body = _status(value)
    if event.context.caught or status == 0:
        return None
    return AnswerSeen(status, body, event.path, event.node, event.context)


def _status(value: Value) -> tuple[int, Value]:
    if isinstance(value, HttpError):
        return value.status, value.body
    if isinstance(value, External):
        path = value.path.removesuffix("()")
        if path == "AssertionError":
            return 0, value
        if path in _EXCEPTIONS:
            return _EXCEPTIONS[path], value
    kind = getattr(value, "kind", value)
    for base in getattr(kind, "ancestors", list)():
        if isinstance(base, External) and base.path in _EXCEPTIONS:
            own = kind.find("status_code") if isinstance(kind, ClassValue) else None
            return status_of(own) or _EXCEPTIONS[base.path], value
    return 500, Constant(None)


def register_answers(library: Library) -> None:
    """Tells what makes an answer."""

    def render(run: Run, target: External, args: Args, node: form.Node) -> Value:
        body = flashed_with(run, args.get(2, "context") or ObjectValue())
        status = status_of(args.keywords.get("status")) or 200
        name = args.get(1, "template_name")
        return Reply("html", status, body, str(name.value) if isinstance(name, Constant) else "")

    library.on_call("django.shortcuts.render", "django.template.response.TemplateResponse")(render)

    def rendered(run: Run, target: External, args: Args, node: form.Node) -> Value:
        context = args.get(1, "context") or ObjectValue()
        _settle(run, context, 0)
        return Derived("rendered", (context,), node)

    library.on_call("django.template.loader.render_to_string")(rendered)

    def redirect(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Reply("redirect", 302, flashed_with(run, args.get(0, "to") or Constant(None)))

    library.on_call("django.shortcuts.redirect")(redirect)

    def respond(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name = target.path.rsplit(".", 1)[-1]
        kind = "redirect" if "Redirect" in name else "json" if name == "JsonResponse" else "text"
        body = args.get(0, "content") or args.keywords.get("data") or Constant(None)
        _settle(run, body, 0)
        return Reply(kind, status_of(args.keywords.get("status")) or _RESPONSES[name], body)

    library.on_call(*(f"django.http.{name}" for name in _RESPONSES))(respond)
    library.on_call(*(f"django.http.response.{name}" for name in _RESPONSES))(respond)

    def rest(run: Run, target: External, args: Args, node: form.Node) -> Value:
        body = args.get(0, "data") or Constant(None)
        if isinstance(body, SerializerModel):
            body = body.represent(run, node)
        return Reply("json", status_of(args.get(1, "status")) or 200, body)

    library.on_call("rest_framework.response.Response")(rest)

    def error(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return HttpError(_EXCEPTIONS[target.path], args.get(0, "detail") or Constant(None))

    for path in _EXCEPTIONS:
        library.on_call(path)(error)

    def message(run: Run, target: External, args: Args, node: form.Node) -> Value:
        text = args.get(1 if not target.path.endswith("add_message") else 2, "message")
        if text is not None and not isinstance(text, Constant):
            exchange_of(run).flashed.append((text, run.context.conditions))
        return Constant(None)

    names = ("error", "warning", "success", "info", "debug", "add_message")
    library.on_call(*(f"django.contrib.messages.{name}" for name in names))(message)
