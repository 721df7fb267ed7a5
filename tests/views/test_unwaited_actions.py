"""A page that begins a change of its store's and goes on shows it as saved, whatever comes of it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.failures.unwaited_actions import unwaited_actions
from tests.frameworks.app_text import written

STORE = """
import { create } from "zustand";
import { createClient } from "@supabase/supabase-js";

const supabase = createClient("https://x.supabase.co", "key");

export const useStore = create((set) => ({
  notes: [],
  error: null,
  addNote: async (title) => {
    try {
      const { data, error } = await supabase.from("notes").insert([{ title }]).select().single();
      if (error) throw error;
      set((state) => ({ notes: [...state.notes, data] }));
    } catch (error) {
      %s
    }
  },
}));
"""
KEPT = "set({ error: error.message }); throw error;"
PAGE = """
import { useState } from "react";
import { useStore } from "./store";

export function NoteForm({ onClose }) {
  const { addNote%s } = useStore();
  const [title, setTitle] = useState("");
  const handleSubmit = async (event) => {
    event.preventDefault();
    %s
    onClose();
  };
  return <form onSubmit={handleSubmit}>%s<input value={title} onChange={(e) => setTitle(e.target.value)} /></form>;
}
"""

MAIN = """
import { createRoot } from "react-dom/client";
import { NoteForm } from "./NoteForm";

createRoot(document.getElementById("root")).render(<NoteForm onClose={() => history.back()} />);
"""
INDEX = '<!doctype html><html><body><div id="root"></div><script type="module" src="/src/main.jsx"></script></body></html>'


def _found(
    folder: Path, *, handler: str = KEPT, read: str = "", call: str = "addNote(title);", shown: str = ""
) -> list[str]:
    files = {
        "index.html": INDEX,
        "src/main.jsx": MAIN,
        "src/store.js": STORE % handler,
        "src/NoteForm.jsx": PAGE % (read, call, shown),
    }
    return [one.owner.subject for one in unwaited_actions(written(folder, files))]


def test_what_goes_on_at_once_is_told(tmp_path: Path) -> None:
    assert _found(tmp_path) == ["NoteForm"]


def test_what_is_waited_for_is_not(tmp_path: Path) -> None:
    assert _found(tmp_path, call="await addNote(title);") == []


def test_what_the_action_itself_tells_is_not(tmp_path: Path) -> None:
    assert _found(tmp_path, handler="alert(error.message); throw error;") == []


def test_what_the_page_reads_of_the_store_is_not(tmp_path: Path) -> None:
    assert _found(tmp_path, read=", error", shown="<p>{error}</p>") == []


def test_a_failure_that_the_action_keeps_to_itself_is_another_matter(tmp_path: Path) -> None:
    assert _found(tmp_path, handler="console.error(error);") == []
