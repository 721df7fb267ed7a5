"""An address of MongoDB that the code puts together leads to the trial's server, whatever its parts are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.mongo import URL
from roadworthy.trial.mongo_addresses import point_at_trial


@pytest.mark.parametrize(
    ("written", "pointed"),
    [
        (
            "`mongodb+srv://${DB_USER}:${DB_PASS}@${CLUSTER}/${DATABASE}?retryWrites=true&w=majority`",
            f"`{URL}?retryWrites=true&w=majority`",
        ),
        ('"mongodb+srv://shop:s3cret@cluster0.ab1cd.mongodb.net/shop"', f'"{URL}"'),
        ("'mongodb+srv://shop@cluster0.ab1cd.mongodb.net'", f"'{URL}'"),
        ("`mongodb://${user}:${pass}@${host}:27017/${name}`", f"`{URL}`"),
        ('f"mongodb+srv://{user}:{quote(word)}@{host}/shop"', f'f"{URL}"'),
        # A server of this machine, what is added piece by piece, and places that a value is put into later.
        ('"mongodb://localhost:27017/shop"', '"mongodb://localhost:27017/shop"'),
        ('"mongodb+srv://" + user', '"mongodb+srv://" + user'),
        ('"mongodb+srv://%s:%s@x/shop" % pair', '"mongodb+srv://%s:%s@x/shop" % pair'),
    ],
)
def test_the_whole_address_gives_way(tmp_path: Path, written: str, pointed: str) -> None:
    (tmp_path / "db.js").write_text(f"connect({written})\n")
    assert point_at_trial(tmp_path) == (("db.js",) if written != pointed else ())
    assert (tmp_path / "db.js").read_text() == f"connect({pointed})\n"
