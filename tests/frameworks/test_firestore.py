"""What pages and servers ask of Firestore, and what its rules let happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App, Query
from roadworthy.app.policy import Rule
from roadworthy.frameworks.firestore.expressions import parsed
from roadworthy.frameworks.firestore.understanding import Place, Understanding
from roadworthy.views.people.access import SIGNED_IN as HAS_ACCOUNT
from roadworthy.views.people.access import Access
from roadworthy.views.people.row_access import ALL, ANONYMOUS, NONE, OWN, SIGNED_IN, row_access
from tests.frameworks.next_app import component, endpoint, understood

PAGE = """
"use client";
import { getAuth, onAuthStateChanged } from "firebase/auth";
import { addDoc, collection, deleteDoc, doc, getDoc, getDocs, getFirestore, increment, limit, onSnapshot, or, orderBy,
  query, runTransaction, setDoc, updateDoc, where, writeBatch } from "firebase/firestore";
import { useEffect } from "react";
const db = getFirestore();
const auth = getAuth();
export default function Page() {
  useEffect(() => onAuthStateChanged(auth, async (user) => { WORK }), []);
  return <p>Hello</p>;
}
"""


def asked(folder: Path, work: str) -> tuple[Query, ...]:
    app = understood(folder, {"app/page.tsx": PAGE.replace("WORK", work)})
    return component(app, "Page").queries


def test_a_query_with_its_conditions(tmp_path: Path) -> None:
    (found,) = asked(
        tmp_path,
        """const own = query(collection(db, "orders"), where("buyer", "==", user.uid), orderBy("at", "desc"), limit(5));
           const list = await getDocs(own);""",
    )
    assert (found.operation, found.table, found.rights) == ("select", "orders", "user")
    assert [(one.column, one.operator, one.value.from_session) for one in found.filters] == [
        ("buyer", "=", True)
    ]
    assert found.order == (("at", True),)
    assert found.limit is not None and found.limit.value == 5


@pytest.mark.parametrize(
    ("work", "operation", "written"),
    [
        ('await addDoc(collection(db, "orders"), { total: 1 });', "insert", ["total"]),
        ('await setDoc(doc(db, "orders", user.uid), { total: 1 });', "upsert", ["id", "total"]),
        ('await updateDoc(doc(db, "orders/1"), { total: 1 });', "update", ["total"]),
        ('await updateDoc(doc(db, "orders", "1"), "total", 1);', "update", ["total"]),
        ('await deleteDoc(doc(db, "orders", "1"));', "delete", []),
        ("deleteDoc(doc(db, `orders/${user.uid}`));", "delete", []),
    ],
)
def test_a_change(tmp_path: Path, work: str, operation: str, written: list[str]) -> None:
    (found,) = asked(tmp_path, work)
    assert (found.operation, found.table) == (operation, "orders")
    assert [one.column for one in found.writes] == written


def test_what_the_service_adds_up_cannot_be_lost(tmp_path: Path) -> None:
    (found,) = asked(tmp_path, 'await updateDoc(doc(db, "posts", "1"), { likes: increment(1) });')
    assert [one.arithmetic for one in found.writes] == [True]


def test_a_transaction_and_a_batch(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """await runTransaction(db, async (t) => { const s = await t.get(doc(db, "stock", "1"));
             t.update(doc(db, "stock", "1"), { left: s.data().left - 1 }); });
           const b = writeBatch(db); b.set(doc(db, "log", "1"), { a: 1 }); await b.commit();""",
    )
    assert [(one.operation, one.table, bool(one.transaction)) for one in found] == [
        ("select", "stock", True),
        ("update", "stock", True),
        ("upsert", "log", True),
    ]


def test_a_collection_under_a_document(tmp_path: Path) -> None:
    (found,) = asked(tmp_path, 'await getDocs(collection(db, "users", user.uid, "carts"));')
    assert found.table == "carts"
    assert [(one.column, one.value.from_session) for one in found.filters] == [("users/id", True)]


def test_either_of_two_conditions(tmp_path: Path) -> None:
    (found,) = asked(
        tmp_path,
        'await getDocs(query(collection(db, "chats"), or(where("a", "==", user.uid), where("b", "==", user.uid))));',
    )
    assert len(found.alternatives()) == 1


def test_a_server_asks_with_its_own_rights(tmp_path: Path) -> None:
    route = """
    import { getFirestore } from "firebase-admin/firestore";
    import { getAuth } from "firebase-admin/auth";
    export async function GET(request) {
      const token = request.headers.get("authorization");
      const person = await getAuth().verifyIdToken(token);
      const found = await getFirestore().collection("orders").where("buyer", "==", person.uid).limit(10).get();
      return Response.json(found.docs.map((one) => one.data()));
    }
    """
    found = endpoint(understood(tmp_path, {"app/api/orders/route.ts": route}), "GET /api/orders")
    (query,) = found.queries
    assert (query.table, query.rights) == ("orders", "")
    assert query.filters[0].value.from_session
    assert HAS_ACCOUNT in Access(found).at_query(query)


RULES = """
service cloud.firestore {
  match /databases/{database}/documents {
    function signedIn() { return request.auth != null; } // everybody with an account
    match /members/{userId} {
      allow read, write: if signedIn() && request.auth.uid == userId;
      match /carts/{cartId} { allow read, write: if request.auth.uid == userId; }
    }
    match /houses/{id} {
      allow read;
      allow write: if request.auth.uid == resource.data.ownerId;
    }
    match /notes/{id} { allow update: if request.resource.data.owner == request.auth.uid; }
  }
}
"""


def ruled(folder: Path) -> App:
    work = " ".join(
        f'await getDocs(collection(db, "{name}"));' for name in ("houses", "notes", "members", "secrets")
    )
    work += ' await getDocs(collection(db, "members", user.uid, "carts"));'
    return understood(folder, {"app/page.tsx": PAGE.replace("WORK", work), "firestore.rules": RULES})


@pytest.mark.parametrize(
    ("table", "operation", "anonymous", "anyone"),
    [
        ("members", "select", NONE, OWN),
        ("members", "update", NONE, OWN),
        ("carts", "delete", NONE, OWN),
        ("houses", "select", ALL, ALL),
        ("houses", "update", NONE, OWN),
        ("houses", "insert", NONE, NONE),
        ("notes", "update", NONE, ALL),
        ("secrets", "select", NONE, NONE),
    ],
)
def test_who_reaches_what(tmp_path: Path, table: str, operation: str, anonymous: str, anyone: str) -> None:
    access = row_access(ruled(tmp_path), table)
    assert access is not None
    assert access.of(operation, ANONYMOUS).rows == anonymous
    assert access.of(operation, SIGNED_IN).rows == anyone


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("request.auth != null", "signed in"),
        ("request.auth.token.admin == true", "role"),
        ("request.auth.token.email_verified", "signed in"),
        ("get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role in ['admin']", "role"),
        ("exists(/databases/$(database)/documents/admins/$(request.auth.uid))", "role"),
        ("resource.data.published == true", "row"),
        ("request.auth.uid in resource.data.members", "owner"),
        ("request.auth.uid == 'abc'", "role"),
        ("request.time < timestamp.date(2030, 1, 1)", "always"),
        ("false || request.auth != null", "signed in"),
        ("!(request.auth == null)", "signed in"),
    ],
)
def test_what_an_expression_asks_for(text: str, kind: str) -> None:
    rule: Rule = Understanding(Place("things", "id", (), {}), "select").rule(parsed(text))
    assert rule.kind == kind


def test_without_rules_nothing_is_known(tmp_path: Path) -> None:
    app = understood(
        tmp_path, {"app/page.tsx": PAGE.replace("WORK", 'await getDocs(collection(db, "houses"));')}
    )
    assert row_access(app, "houses") is None
