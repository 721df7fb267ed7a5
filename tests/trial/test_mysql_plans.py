"""Plans of MySQL's kind are read as the server writes them."""

from __future__ import annotations

import json

from roadworthy.trial.mysql_database import explained

# As MariaDB answers EXPLAIN FORMAT=JSON under ANSI_QUOTES.
MARIADB = """{
  "query_block": {
    "select_id": 1,
    "table": {
      "table_name": "Comment",
      "access_type": "ALL",
      "attached_condition": ""Comment"."feedbackId" = 'x'",
      "rows": 7
    }
  }
}"""


def test_names_in_double_quotes_within_a_plan() -> None:
    table = explained(MARIADB)["query_block"]["table"]
    assert table["access_type"] == "ALL" and table["rows"] == 7
    assert table["attached_condition"] == '"Comment"."feedbackId" = \'x\''


def test_a_sound_plan_is_read_as_it_is() -> None:
    plan = {"query_block": {"message": 'a "quoted" word'}}
    assert explained(json.dumps(plan)) == plan
