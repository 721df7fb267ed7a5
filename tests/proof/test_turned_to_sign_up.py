"""A page on which people sign in, and sign up once they have asked for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

_TURNED = """
import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

export default function SignInPage() {
  const [isNew, setIsNew] = useState(false);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  function enter(event: FormEvent) {
    event.preventDefault();
    void (isNew ? supabase.auth.signUp({ email, password }) : supabase.auth.signInWithPassword({ email, password }));
  }

  return (
    <form onSubmit={enter}>
      <input aria-label="E-mail" type="email" value={email} onChange={(e) => setEmail(e.target.value)} />
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <button type="submit">{isNew ? "Sign up" : "Sign in"}</button>
      <button type="button" onClick={() => setIsNew(!isNew)}>{isNew ? "Sign in instead" : "Sign up instead"}</button>
      {isNew && <p>Your address is used to sign you in and for nothing else: our privacy notice.</p>}
    </form>
  );
}
"""


@pytest.mark.trial
def test_what_people_are_told_stands_where_they_sign_up(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == "compliance/no-consent/gap_supabase")
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    (bench.folder / "src/pages/sign-in.tsx").write_text(_TURNED)
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "cleared", shown
    assert "privacy notice" in shown.observed
