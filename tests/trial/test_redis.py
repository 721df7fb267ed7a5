"""A Redis beside the app: sessions outlive a reset, copies of rows and counts do not, and it can stand still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.trial import Door, Doors, Trial, open_trial
from roadworthy.trial.planning import plan_boot
from roadworthy.trial.redis import found_server
from tests.trial.small_app import plan, write_app

# The protocol (RESP2) by hand: nothing is to be installed. One connection for each command.
SHOP = """
import secrets, urllib.parse
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE)")
database.execute("CREATE TABLE IF NOT EXISTS products (id INTEGER PRIMARY KEY, title TEXT NOT NULL)")
PLACE = urllib.parse.urlsplit(os.environ.get("REDIS_URL", ""))

def redis(*words, host=None):
    with socket.create_connection((host or PLACE.hostname, PLACE.port), timeout=30) as line:
        told = [str(word).encode() for word in words]
        line.sendall(b"*%d\\r\\n" % len(told) + b"".join(b"$%d\\r\\n%s\\r\\n" % (len(t), t) for t in told))
        answer = line.makefile("rb")
        head = answer.readline().strip()
        if head[:1] != b"$":
            return head[1:].decode()
        return None if head == b"$-1" else answer.read(int(head[1:])).decode()

def post_register(request):
    database.execute("INSERT INTO users (email) VALUES (?)", (request.body["email"],))
    return 201, {}, {}

def post_login(request):
    sid = secrets.token_hex(16)
    redis("SET", "sess:" + sid, request.body["email"], "EX", 600)
    return 200, {}, {"Set-Cookie": "sid=s%3A" + sid + ".signature; Path=/"}

def get_me(request):
    cookie = urllib.parse.unquote(request.headers.get("cookie", "")).partition("sid=s:")[2]
    person = redis("GET", "sess:" + cookie.partition(".")[0])
    return (200, {"email": person}, {}) if person else (401, {}, {})

def get_products(request):
    kept = redis("GET", "products")
    if kept is None:
        kept = json.dumps(database.execute("SELECT title FROM products").fetchall())
        redis("SET", "products", kept, "EX", 600)
    return 200, json.loads(kept), {}

def post_count(request):
    return 200, {"times": int(redis("INCR", "times"))}, {}

def get_named(request):
    return 200, {"said": redis("PING", host="redis")}, {}
"""
DOORS = Doors(
    register=Door(method="POST", path="/register", fields={"email": "email"}),
    login=Door(method="POST", path="/login", fields={"email": "email"}),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    if found_server() is None:
        pytest.skip("there is no Redis on this machine")
    folder = write_app(tmp_path_factory.mktemp("redis") / "app", SHOP)
    wanted = plan(database="sqlite", doors=DOORS, redis=True, environment_names=("REDIS_URL",))
    with open_trial(folder, wanted) as trial:
        yield trial


@pytest.mark.trial
def test_people_whose_sessions_it_keeps_stay_signed_in(shop: Trial) -> None:
    shop.reset()
    assert shop.send("alice", "GET", "/me").json() == {"email": shop.actor("alice").credentials["email"]}


@pytest.mark.trial
def test_counts_begin_anew_with_a_reset(shop: Trial) -> None:
    assert [shop.send("alice", "POST", "/count").json()["times"] for _ in range(2)] == [1, 2]
    shop.reset()
    assert shop.send("alice", "POST", "/count").json() == {"times": 1}
    shop.reset()


@pytest.mark.trial
def test_what_was_kept_of_rows_is_forgotten_when_they_are_changed_past_the_app(shop: Trial) -> None:
    assert shop.database is not None
    shop.send("alice", "POST", "/count")
    assert shop.send("alice", "GET", "/products").json() == []
    shop.database.execute("INSERT INTO products (title) VALUES ('Tea')")
    assert shop.send("alice", "GET", "/products").json() == [["Tea"]]
    shop.database.snapshot("tea")
    shop.database.execute("DELETE FROM products")
    assert shop.send("alice", "GET", "/products").json() == []
    shop.database.restore("tea")
    assert shop.send("alice", "GET", "/products").json() == [["Tea"]]
    # A limit goes on counting, and nobody is signed out.
    assert shop.send("alice", "POST", "/count").json() == {"times": 2}
    assert shop.send("bob", "GET", "/me").ok
    shop.reset()


@pytest.mark.trial
def test_the_name_of_a_compose_file_leads_there(shop: Trial) -> None:
    assert shop.send("anonymous", "GET", "/named").json() == {"said": "PONG"}


@pytest.mark.trial
def test_it_can_stand_still_for_a_while(shop: Trial) -> None:
    assert shop.redis is not None
    with shop.redis.hanging():
        assert shop.send("alice", "GET", "/me", timeout=1).status == 0
    assert shop.send("alice", "GET", "/me").ok
    shop.reset()


@pytest.mark.parametrize(
    ("name", "text", "speaks"),
    [
        ("package.json", '{"dependencies": {"express": "5", "ioredis": "5"}, "main": "server.js"}', True),
        ("package.json", '{"dependencies": {"express": "5", "redis-info": "3"}, "main": "server.js"}', False),
        ("requirements.txt", "flask==3.1\ncelery[redis]==5.4\n", True),
        ("requirements.txt", "flask==3.1\nredis-om==0.3\n", False),
    ],
)
def test_it_is_brought_along_for_whose_packages_speak_to_one(
    tmp_path: Path, name: str, text: str, speaks: bool
) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    (tmp_path / "server.js").write_text("require('express')().listen(process.env.PORT)\n")
    assert plan_boot(tmp_path, [], {}).redis is speaks


@pytest.mark.trial
def test_its_parts_are_told_where_an_app_asks_for_parts(tmp_path: Path) -> None:
    told = (
        'def get_told(request):\n    return 200, {n: v for n, v in os.environ.items() if "REDIS" in n}, {}\n'
    )
    names = ("REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "CACHE_REDIS_DB", "UPSTASH_REDIS_REST_URL")
    with open_trial(write_app(tmp_path / "app", told), plan(redis=True, environment_names=names)) as trial:
        told_names = trial.send("anonymous", "GET", "/told").json()
        rest = told_names.pop("UPSTASH_REDIS_REST_URL")
        assert told_names == {
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": "6379",
            "REDIS_PASSWORD": "",
            "CACHE_REDIS_DB": "0",
        }
        # Upstash's own interface is HTTP.
        assert rest.startswith("http")
