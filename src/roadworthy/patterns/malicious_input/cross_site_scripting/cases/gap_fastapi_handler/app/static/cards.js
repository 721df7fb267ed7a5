function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

async function showNotes() {
  const answer = await api("/api/notes");
  document.getElementById("notes").innerHTML = answer
    .map((note) => `<li>${escapeHtml(note.title)} <button onclick="remove(${note.id}, '${escapeHtml(note.title)}')">Delete</button></li>`)
    .join("");
}

document.getElementById("show-notes").addEventListener("click", showNotes);
