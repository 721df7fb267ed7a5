function card(note) {
  return `<li><b>${note.title}</b><span>${Number(note.id)}</span></li>`;
}

async function showNotes() {
  const answer = await api("/api/notes");
  document.getElementById("notes").innerHTML = answer.map(card).join("");
}

document.getElementById("show-notes").addEventListener("click", showNotes);
