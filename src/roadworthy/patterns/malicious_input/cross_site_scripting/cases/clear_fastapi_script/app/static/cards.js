function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function card(note) {
  return `<li>${escapeHtml(note.title)} <button onclick="remove(${note.id})" title="${escapeHtml(note.title)}">Delete</button></li>`;
}

async function showNotes() {
  const answer = await api("/api/notes");
  document.getElementById("notes").innerHTML = answer.map(card).join("");
}

document.getElementById("show-notes").addEventListener("click", showNotes);
