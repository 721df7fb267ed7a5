"""People who come in with an account that somebody else keeps."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import msgspec
import pytest
from small_app import plan, write_app

from roadworthy.trial import BootPlan, Door, Doors, open_trial
from roadworthy.trial.auth_libraries import values_set
from roadworthy.trial.authjs_entry import AUTHJS
from roadworthy.trial.coming_in import come_in
from roadworthy.trial.people import PEOPLE
from roadworthy.trial.provider_entry import PROVIDER

DOOR = Door(method="GET", path="/api/login", fields={}, library=PROVIDER)
# As Replit's template has it: discovery, PKCE, an identity token, a session cookie for TLS alone.
SERVER = """
import express from "express";
import session from "express-session";
import passport from "passport";
import * as client from "openid-client";
import { Strategy } from "openid-client/passport";

const app = express();
app.set("trust proxy", 1);
const cookie = { httpOnly: true, secure: true };
app.use(session({ secret: "of-the-test", resave: false, saveUninitialized: false, cookie }));
app.use(passport.initialize());
app.use(passport.session());
const config = await client.discovery(new URL("https://id.example.test/oidc"), process.env.REPL_ID);
for (const domain of process.env.REPLIT_DOMAINS.split(",")) {
  const settings = { name: `by:${domain}`, config, scope: "openid email", callbackURL: `https://${domain}/api/callback` };
  passport.use(new Strategy(settings, (tokens, done) => done(null, tokens.claims())));
}
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));
app.get("/api/login", (request, response, next) => passport.authenticate(`by:${request.hostname}`)(request, response, next));
app.get("/api/callback", (request, response, next) => passport.authenticate(`by:${request.hostname}`,
  { successReturnToOrRedirect: "/", failureRedirect: "/api/login" })(request, response, next));
app.get("/api/me", (request, response) => request.user ? response.json(request.user) : response.status(401).json({}));
app.get("/", (request, response) => response.send("home"));
app.listen(process.env.PORT, "127.0.0.1");
"""
# As GitHub has it: no identity token, the person is asked for with the access token.
PLAIN = """
def get_api_login(request):
    return 302, {}, {"Location": "https://github.example.test/login/oauth/authorize?client_id=c&state=s"
                                 "&redirect_uri=https%3A%2F%2Fshop.example%2Fback"}

people = {}

def call(url, **options):
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    with urllib.request.urlopen(urllib.request.Request(url, **options), context=context) as answer:
        return json.load(answer)

def do_back(handler):
    from urllib.parse import parse_qs, urlsplit
    asked = parse_qs(urlsplit(handler.path).query)
    assert asked["state"] == ["s"]
    body = f"client_id=c&client_secret=x&code={asked['code'][0]}".encode()
    token = call("https://github.example.test/login/oauth/access_token", data=body)["access_token"]
    who = call("https://api.github.example.test/user", headers={"Authorization": f"Bearer {token}"})
    mails = call("https://api.github.example.test/user/emails", headers={"Authorization": f"Bearer {token}"})
    people[who["login"]] = mails[0]["email"]
    return 302, {}, {"Location": "/", "Set-Cookie": f"who={who['login']}; Path=/"}

class Back(dict):
    def get(self, name, default=None):
        return do_back if name.startswith("get_back?") else super().get(name, default)

real = globals
def globals():
    return Back(real())

def get_me(request):
    kept = http.cookies.SimpleCookie(request.headers.get("Cookie", ""))
    return 200, {"email": people.get(kept["who"].value) if "who" in kept else None}, {}
"""


@pytest.mark.trial
def test_openid_client_lets_people_in(tmp_path: Path) -> None:
    packages = {"express": "5", "express-session": "1", "openid-client": "6", "passport": "0.7"}
    (tmp_path / "package.json").write_text(
        json.dumps({"type": "module", "scripts": {"start": "node server.js"}, "dependencies": packages})
    )
    (tmp_path / "server.js").write_text(SERVER)
    boot = BootPlan(
        runtime="node",
        start="node server.js",
        install=("npm install --ignore-scripts --no-audit --no-fund",),
        environment={"REPL_ID": "trial", "REPLIT_DOMAINS": "127.0.0.1"},
        doors=Doors(register=DOOR, login=DOOR),
    )
    with open_trial(tmp_path, boot) as trial:
        known = {name: trial.send(name, "GET", "/api/me").json().get("email") for name in ("alice", "bob")}
        stranger = trial.send("anonymous", "GET", "/api/me").status
    assert known == {"alice": "alice.trial@example.com", "bob": "bob.trial@example.com"}
    assert stranger == 401


@pytest.mark.trial
def test_a_provider_without_identity_tokens_lets_people_in(tmp_path: Path) -> None:
    boot = msgspec.structs.replace(plan(), doors=Doors(register=DOOR, login=DOOR))
    with open_trial(write_app(tmp_path, PLAIN), boot) as trial:
        assert trial.send("alice", "GET", "/me").json() == {"email": "alice.trial@example.com"}
        assert trial.send("bob", "GET", "/me").json() == {"email": "bob.trial@example.com"}
        visitor = copy.deepcopy(trial.actor("anonymous"))
        came = come_in(trial.send_written, visitor, DOOR, PEOPLE[0], register=False)
        assert came.inside
        assert trial.send(visitor, "GET", "/me").json() == {"email": "alice.trial@example.com"}


@pytest.mark.trial
def test_a_door_that_leads_to_no_provider_lets_nobody_in(tmp_path: Path) -> None:
    app = write_app(tmp_path, 'def get_api_login(request):\n    return 302, {}, {"Location": "/sign-in"}\n')
    boot = msgspec.structs.replace(plan(), doors=Doors(register=DOOR, login=DOOR))
    with open_trial(app, boot) as trial:
        assert list(trial.actors) == ["anonymous"]
        assert any("GET /api/login answered 302" in note for note in trial.notes)


# Auth.js on Express, at a path of the app's own choice, with nobody's password.
AUTHJS_SERVER = """
import express from "express";
import { ExpressAuth } from "@auth/express";
import GitHub from "@auth/express/providers/github";

const config = { providers: [GitHub], trustHost: true, basePath: "/auth" };
const app = express();
app.set("trust proxy", true);
app.use("/auth/*", ExpressAuth(config));
app.listen(process.env.PORT, "127.0.0.1");
"""


@pytest.mark.trial
def test_authjs_lets_people_in_by_a_provider(tmp_path: Path) -> None:
    packages = {"express": "4", "@auth/express": "0.12"}
    (tmp_path / "package.json").write_text(
        json.dumps({"type": "module", "scripts": {"start": "node server.js"}, "dependencies": packages})
    )
    (tmp_path / "server.js").write_text(AUTHJS_SERVER)
    boot = BootPlan(
        runtime="node",
        start="node server.js",
        install=("npm install --ignore-scripts --no-audit --no-fund --legacy-peer-deps",),
        environment=values_set({"next-auth": "5"}),
        doors=Doors(login=Door(method="POST", path="/auth", fields={}, library=AUTHJS)),
    )
    with open_trial(tmp_path, boot) as trial:
        shown = {name: trial.send(name, "GET", "/auth/session").json() for name in ("alice", "anonymous")}
    assert shown["alice"]["user"]["email"] == "alice.trial@example.com"
    assert shown["anonymous"] is None
