"use client";

import { renameNote } from "./actions";

export function RenameNote() {
  return <button onClick={() => renameNote({ id: 1, title: "Milk" })}>Rename</button>;
}
