"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Query, ServiceCall, Table
from roadworthy.app.policy import Bucket, View
from roadworthy.views.data.database_routines import Routine
from roadworthy.views.people.joined_rows import Joined
from roadworthy.views.people.moved_rows import Moved
from roadworthy.views.people.row_access import Reach

# Nobody is asked who they are: `missing` of an AccessGap.
SIGN_IN = "sign-in"
# The row's owner is taken from the request: likewise.
GIVEN = "given"
# A new row is put under somebody else's (`through` is the table above): likewise.
UNDER = "under"
# Another firm's rows are reached: likewise.
TENANT = "tenant"
# A row is named that hangs on another than the one whose right was asked for: likewise.
WITHIN = "within"
# What all firms share is changed by the administrator of any: likewise.
SHARED = "shared"
# Only the office is asked for, and others who have it have rows of their own: likewise.
PEER = "peer"
# Members of the row above are asked for elsewhere, and here nobody is: likewise.
MEMBERS = "members"


class AccessGap(Struct, frozen=True):
    """`missing` is ownership, role, sign-in, tenant (another firm's rows), given (the owner is the sender's to
    write), under (the row above is not asked for) within (another row above was asked for), shared (what all firms use) peer (another's who has the same office) or members (of the row above, `through`). `query` is the query that reaches too far, `key` the request's part that chooses the
    row as (part, name), `owner_column` the column that ties the row to its owner ('' when it is the row's own table
    of people), `role` the value that other guards of the app ask for."""

    endpoint: Endpoint
    query: Query
    missing: str
    key: tuple[str, str] = ("", "")
    key_column: str = ""
    owner_column: str = ""
    through: str = ""


class DatabaseGap(Struct, frozen=True):
    """What the database itself lets through. `what` is open (no row-level security), change, read, forge (add under another's name),
    add, decide (columns of one's own row that are not one's own to set; `kind` as in Decided), move (one's own row under a row above
    that is not one's own, as `moved` tells), join (one's own new row under one that is kept back, as `joined` tells), shadowed (a policy compares the
    column of `kind`, the table it looks a person up in, with itself), view, routine, files or key."""

    what: str
    table: Table | None = None
    reach: Reach | None = None
    columns: tuple[str, ...] = ()
    kind: str = ""
    view: View | None = None
    routine: Routine | None = None
    bucket: Bucket | None = None
    subject: str = ""
    moved: Moved | None = None
    joined: Joined | None = None


class SocketGap(Struct, frozen=True):
    """A socket that takes every connection and sends it what concerns others."""

    endpoint: Endpoint


class ConsoleGap(Struct, frozen=True):
    """A page for administrators that asks for no role."""

    page: Endpoint


class OpenGap(Struct, frozen=True):
    """A door that asks nobody (`endpoint`), or a session that other sites can use (None). `what` tells apart what one weakness has
    several remedies for. `query` reaches too far by `column`, of which `words` are the values that matter: the roles that guards ask
    for, what says that a row is published. `call` is what another company is asked, `path` where a console opens or where files are served from, `table` what a trigger writes into (`path` is then the name
    by which the request says it)."""

    endpoint: Endpoint | None
    what: str = ""
    query: Query | None = None
    column: str = ""
    words: tuple[str | bool | int, ...] = ()
    call: ServiceCall | None = None
    path: str = ""
    table: str = ""
