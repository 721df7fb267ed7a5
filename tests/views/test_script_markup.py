"""Markup in the literals of a script: found with its lines, what is computed left blank."""

from __future__ import annotations

from roadworthy.views.pages.script_markup import written_markup

SCRIPT = """
const plain = "`<b>no literal</b>`"; // nor `<i>this</i>`
box.innerHTML = jobs.map((job) => `
  <div class="card" onclick="view(${job.id})">
    ${job.tags.map((tag) => `<em>${tag}</em>`).join("}")}
  </div>`).join("");
const words = `no element ${1 < 2}`;
"""


def test_elements_of_literals_are_found_with_their_lines() -> None:
    found = list(written_markup(SCRIPT))
    assert [lines for lines, _ in found] == [4, 2]
    assert found[0][1].replace(" ", "") == "<em></em>"
    assert '<div class="card" onclick="view(         )">' in found[1][1]
    assert found[1][1].count("\n") == 3


def test_what_never_ends_is_left() -> None:
    assert list(written_markup("const open = `<b>${a.map(() => `<i>`")) == [(0, "<i>")]
