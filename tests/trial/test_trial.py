"""What a proof can do with the running app."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.errors import TrialUnavailable, UsageError
from roadworthy.trial import Door, Doors, Request, Trial, open_trial

SHOP = '''
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
lock = threading.Lock()
with lock:
    database.executescript("""
      CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                          is_admin BOOLEAN NOT NULL DEFAULT 0, is_verified BOOLEAN NOT NULL DEFAULT 0);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), total NUMERIC NOT NULL);
    """)
sessions = {}
stock = {"left": 1, "sold": 0}

def run(sql, *values):
    with lock:
        return database.execute(sql, values).fetchall()

def user(request):
    cookie = http.cookies.SimpleCookie(request.headers.get("cookie", ""))
    return sessions.get(cookie["__Host-sid"].value) if "__Host-sid" in cookie else None

def post_register(request):
    run("INSERT INTO users (email, name) VALUES (?, ?)", request.body["email"], request.body["fullName"])
    return 201, {}, {}

def post_login(request):
    rows = run("SELECT email, is_verified FROM users WHERE email = ?", request.body["email"])
    if not rows or not rows[0][1]:
        return 403, {"error": "confirm your address first"}, {}
    sid = "s%d" % (len(sessions) + 1)
    sessions[sid] = rows[0][0]
    return 200, {}, {"Set-Cookie": "__Host-sid=%s; Path=/; HttpOnly; Secure; SameSite=Lax" % sid}

def get_me(request):
    return (200, {"email": user(request), "proto": request.headers["x-forwarded-proto"],
                  "address": request.headers["x-forwarded-for"]}, {}) if user(request) else (401, {}, {})

def get_home(request):
    return 200, "<title>Shop</title><h1>Hello %s</h1><script>document.title='Shop open'; console.log('ready'); missing()</script>" % user(request), {}

def post_order(request):
    run("INSERT INTO orders (user_id, total) SELECT id, 5 FROM users WHERE email = ?", user(request))
    return 200, {}, {}

def post_buy(request):
    if stock["left"] > 0:
        time.sleep(0.02)
        stock["left"] -= 1
        stock["sold"] += 1
        return 200, {"sold": stock["sold"]}, {}
    return 409, {}, {}

def post_pay(request):
    call = urllib.request.Request("https://api.stripe.com/v1/payment_intents", data=b"amount=700&currency=eur",
                                  headers={"Content-Type": "application/x-www-form-urlencoded"})
    return 200, json.loads(urllib.request.urlopen(call, timeout=2).read()), {}
'''
DOORS = Doors(
    register=Door(method="POST", path="/register", fields={"email": "email", "fullName": "unknown"}),
    login=Door(method="POST", path="/login", fields={"email": "email", "password": "password"}),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    app = write_app(tmp_path_factory.mktemp("shop") / "app", SHOP)
    with open_trial(app, plan(database="sqlite", doors=DOORS)) as trial:
        yield trial


@pytest.fixture(autouse=True)
def clean(shop: Trial) -> Iterator[None]:
    yield
    shop.reset()


def test_alice_bob_and_an_administrator_are_signed_in_each_from_an_address_of_their_own(shop: Trial) -> None:
    assert shop.notes == []
    assert sorted(shop.actors) == ["admin", "alice", "anonymous", "bob"]
    me = {name: shop.send(name, "GET", "/me").json() for name in ("alice", "bob", "admin")}
    assert [answer["email"] for answer in me.values()] == [
        f"{name}.trial@example.com" for name in ("alice", "bob", "admin")
    ]
    assert len({answer["address"] for answer in me.values()}) == 3
    assert {answer["proto"] for answer in me.values()} == {"https"}
    assert shop.actors["admin"].identity["is_admin"] == 1
    assert shop.actors["alice"].identity["is_admin"] == 0
    assert shop.send("anonymous", "GET", "/me").status == 401


def test_a_reset_takes_back_rows_and_keeps_sessions(shop: Trial) -> None:
    assert shop.database is not None
    shop.send("alice", "POST", "/order")
    shop.doubles.tell("*", "refuse")
    shop.actors["alice"].cookies.clear()
    assert shop.database.count("orders") == 1
    began = time.monotonic()
    shop.reset()
    assert time.monotonic() - began < 1
    assert shop.database.count("orders") == 0
    assert shop.send("alice", "GET", "/me").status == 200
    assert shop.send("alice", "POST", "/pay").status == 200


def test_requests_sent_together_meet_inside_a_window_of_milliseconds(shop: Trial) -> None:
    requests = [Request(actor="alice", method="POST", path="/buy", json={}) for _ in range(10)]
    answers = shop.together(requests)
    assert {answer.error for answer in answers} == {None}
    sold = [answer for answer in answers if answer.status == 200]
    assert len(sold) > 1, "one piece in stock is sold several times"


def test_rows_are_made_with_their_parents(shop: Trial) -> None:
    assert shop.database is not None
    assert shop.database.fill("orders", 40, fixed={"total": 9}) == 40
    query = "SELECT count(*) AS n FROM orders JOIN users ON users.id = user_id WHERE total = %s"
    assert shop.database.query(query, (9,)) == [{"n": 40}]


def test_the_double_of_stripe_answers_like_stripe_and_takes_down_what_it_was_asked(shop: Trial) -> None:
    paid = shop.send("alice", "POST", "/pay").json()
    assert (paid["object"], paid["amount"], paid["currency"]) == ("payment_intent", 700, "eur")
    assert paid["client_secret"].startswith(paid["id"])
    (asked,) = shop.doubles.requests("api.stripe.com")
    assert (asked.method, asked.path, asked.body) == (
        "POST",
        "/v1/payment_intents",
        b"amount=700&currency=eur",
    )


@pytest.mark.parametrize(
    ("behaviour", "seen"),
    [
        ("hang", "timed out"),
        ("reset", "closed connection"),  # what Python makes of a reset inside TLS
        ("refuse", "Connection refused"),
        (("status", 503), "503"),
        (("slow", 3.0), "timed out"),
    ],
)
def test_a_double_fails_in_every_way_a_service_can(shop: Trial, behaviour: object, seen: str) -> None:
    shop.doubles.tell("api.stripe.com", behaviour)  # type: ignore[arg-type]
    assert seen in shop.send("alice", "POST", "/pay").text
    shop.doubles.tell("api.stripe.com", ("answer", 200, {"id": "mine"}))
    assert shop.send("alice", "POST", "/pay").json() == {"id": "mine"}


def test_a_double_that_fails_once_is_well_again_for_the_next_call(shop: Trial) -> None:
    shop.doubles.tell("api.stripe.com", ("first", 1, ("status", 503)))
    assert "503" in shop.send("alice", "POST", "/pay").text
    assert shop.send("alice", "POST", "/pay").json()["object"] == "payment_intent"


def test_a_double_refuses_orders_it_does_not_know(shop: Trial) -> None:
    with pytest.raises(UsageError, match="cannot 'explode'"):
        shop.doubles.tell("api.stripe.com", "explode")  # type: ignore[arg-type]


def test_the_log_is_read_from_a_mark(shop: Trial) -> None:
    mark = shop.log_mark()
    shop.send("alice", "GET", "/very-own-path")
    deadline = time.monotonic() + 2
    while "/very-own-path" not in shop.log_since(mark) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "GET /very-own-path" in shop.log_since(mark)
    assert "/register" not in shop.log_since(mark)


def test_a_file_outside_the_copy_is_not_given(shop: Trial) -> None:
    assert shop.file("server.py").is_file()
    with pytest.raises(UsageError):
        shop.file("../../etc/passwd")


def test_an_actor_who_is_not_there_says_why(shop: Trial) -> None:
    with pytest.raises(TrialUnavailable, match="there is no carol"):
        shop.send("carol", "GET", "/")


@pytest.mark.skipif(not any(map(shutil.which, ("chromium", "google-chrome"))), reason="no Chromium")
def test_a_browser_opens_the_page_as_alice_and_collects_what_goes_wrong(shop: Trial, tmp_path: Path) -> None:
    with shop.browser("alice") as browser:
        assert browser.open("/") == 200
        assert browser.text().strip() == "Hello alice.trial@example.com"
        assert browser.errors == ["missing is not defined"]
        assert browser.console == ["log: ready"]
        assert browser.page.evaluate("navigator.onLine") is True
        assert browser.screenshot(tmp_path / "page.png").stat().st_size > 1000
        browser.offline(True)
        assert browser.open("/") == 0
    with shop.browser(phone=True) as browser:
        browser.open("/")
        assert browser.text().strip() == "Hello None"
        assert browser.page.evaluate("innerWidth < 1000 && 'ontouchstart' in window") is True
        outside = browser.page.evaluate("fetch('https://tracker.example.org/x').then(r => r.json())")
        assert outside == {"ok": True}
    assert [request.path for request in shop.doubles.requests("tracker.example.org")] == ["/x"]


def test_a_process_that_lets_go_of_a_connection_is_given_a_moment_to_end(tmp_path: Path) -> None:
    app = write_app(
        tmp_path / "app",
        """
def get_fall(request):
    request.connection.shutdown(socket.SHUT_RDWR)
    threading.Timer(0.3, os._exit, [1]).start()
    raise ConnectionError

def get_hang(request):
    time.sleep(30)
""",
    )
    with open_trial(app, plan()) as trial:
        assert trial.send("anonymous", "GET", "/hang", timeout=0.2).error
        assert trial.alive()
        assert trial.send("anonymous", "GET", "/fall").error
        assert not trial.alive()


def test_an_app_that_ended_under_what_watches_its_files_has_ended(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", "def get_fall(request):\n    os._exit(1)")
    with open_trial(app, plan(start="python3 server.py; sleep 600")) as trial:
        assert trial.alive()
        assert trial.send("anonymous", "GET", "/fall").error
        assert not trial.alive()
        trial.reset()
        assert trial.alive()
        assert trial.send("anonymous", "GET", "/").status == 200


def test_what_a_python_app_asks_of_sqlite_is_told(tmp_path: Path) -> None:
    code = """
shop = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
shop.execute("CREATE TABLE IF NOT EXISTS goods (id INTEGER PRIMARY KEY, name TEXT)")
shop.executemany("INSERT INTO goods (name) VALUES (?)", [("tea",), ("jam",)])

def get_goods(request):
    names = []
    for (key,) in shop.execute("SELECT id FROM goods").fetchall():
        names += shop.execute("SELECT name FROM goods WHERE id = ?", (key,)).fetchone()
    return 200, names, {}
"""
    with open_trial(write_app(tmp_path / "app", code), plan(database="sqlite")) as trial:
        trial.reset()
        assert trial.send("anonymous", "GET", "/goods").json() == ["tea", "jam"]
        assert trial.database is not None
        assert sorted(one.query for one in trial.database.statements()) == [
            "SELECT id FROM goods",
            "SELECT name FROM goods WHERE id = 1",
            "SELECT name FROM goods WHERE id = 2",
        ]


def test_processes_of_an_app_share_locks(tmp_path: Path) -> None:
    code = """
import multiprocessing
lock = multiprocessing.Lock()

def get_locked(request):
    with lock:
        return 200, True, {}
"""
    with open_trial(write_app(tmp_path / "app", code), plan()) as trial:
        assert trial.send("anonymous", "GET", "/locked").json() is True
