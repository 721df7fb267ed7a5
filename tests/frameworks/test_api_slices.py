"""RTK Query: the requests that pages make through the hooks of an API slice."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written

PACKAGE = """
{ "name": "shop", "dependencies": { "react": "^18.0.0", "react-dom": "^18.0.0", "react-router-dom": "^6.0.0", "axios": "^1.7.0",
  "@reduxjs/toolkit": "^2.0.0" } }
"""
ENDPOINTS = """
(build) => ({
  getNote: build.query({ query: (id) => ({ url: `notes/${id}`, method: "GET" }) }),
  listTags: build.query({ query: () => ({ url: "/tags" }) }),
  addNote: build.mutation({ query: (body) => ({ url: "/notes", method: "POST", body }) }),
})
"""
FETCHING = 'fetchBaseQuery({ baseUrl: "/api" })'
OWN = """
(() => async ({ url, method, body }) => {
  const { data } = await axios({ url: "/api/" + url.replace("/", ""), method: method, data: body });
  return { data };
})()
"""
NOTE = """
function Note() {
  const { id } = useParams();
  const { data } = useGetNoteQuery(id);
  const [load] = useLazyListTagsQuery();
  const [addNote, { isLoading }] = api.useAddNoteMutation();
  const save = async () => { await addNote({ title: data.title }).unwrap(); };
  return <><button disabled={isLoading} onClick={save}>Save</button><a onMouseEnter={() => load()}>Tags</a></>;
}
"""


def _fetches(folder: Path, base: str, tail: str) -> set[tuple[str, str, str]]:
    app = written(
        folder,
        {
            "package.json": PACKAGE,
            "src/api.js": 'import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query/react";\n'
            + tail.format(base=base),
            "src/main.jsx": """
                import { createRoot } from "react-dom/client";
                import { BrowserRouter, Route, Routes, useParams } from "react-router-dom";
                import { api, useGetNoteQuery, useLazyListTagsQuery } from "./api";
            """
            + NOTE
            + 'createRoot(document.body).render(<BrowserRouter><Routes><Route path="/n/:id" element={<Note />} /></Routes></BrowserRouter>);',
        },
    )
    return {(one.method, one.path, one.trigger) for part in app.components for one in part.fetches}


WHOLE = (
    "export const api = createApi({{ baseQuery: {base}, endpoints: "
    + ENDPOINTS.replace("{", "{{").replace("}", "}}")
    + "}});\nexport const {{ useGetNoteQuery, useLazyListTagsQuery }} = api;"
)
INJECTED = (
    "const empty = createApi({{ baseQuery: {base}, endpoints: () => ({{}}) }});\n"
    "export const api = empty.injectEndpoints({{ endpoints: "
    + ENDPOINTS.replace("{", "{{").replace("}", "}}")
    + "}});\nexport const {{ useGetNoteQuery, useLazyListTagsQuery }} = api;"
)


@pytest.mark.parametrize("tail", [WHOLE, INJECTED], ids=["whole", "injected"])
def test_a_query_asks_when_it_is_shown_and_a_mutation_when_it_is_called(tail: str, tmp_path: Path) -> None:
    assert _fetches(tmp_path, FETCHING, tail) == {
        ("GET", "/api/notes/:value", "query"),
        ("GET", "/api/tags", "onMouseEnter"),
        ("POST", "/api/notes", "onClick"),
    }


def test_a_base_query_of_the_apps_own_is_followed(tmp_path: Path) -> None:
    found = _fetches(tmp_path, OWN, 'import axios from "axios";\n' + WHOLE)
    assert {(method, trigger) for method, _, trigger in found} >= {("POST", "onClick")}
