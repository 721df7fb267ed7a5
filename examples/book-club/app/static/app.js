let token = localStorage.getItem("token");

const message = document.getElementById("message");

async function api(path, options = {}) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(path, { ...options, headers });
  const data = await response.json();
  if (!response.ok) throw new Error(typeof data.detail === "string" ? data.detail : "Request failed");
  return data;
}

function listItem(text, label, onClick) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  item.textContent = text + " ";
  button.textContent = label;
  button.addEventListener("click", onClick);
  item.append(button);
  return item;
}

async function showMe() {
  if (!token) return;
  const me = await api("/me");
  document.getElementById("who").textContent = `${me.name}, ${me.points} points`;
  document.getElementById("profile").hidden = false;
}

async function join(club) {
  try {
    await api(`/clubs/${club.id}/join`, { method: "POST" });
    message.textContent = `Welcome to ${club.name}!`;
    await showClubs();
  } catch (error) {
    message.textContent = error.message;
  }
}

function share(book) {
  navigator.clipboard.writeText(`${location.origin}/books/${book.id}`);
  message.textContent = "Link copied";
}

async function showClubs() {
  const clubs = await api("/clubs");
  const items = clubs.map((club) =>
    listItem(`${club.name} (${club.seats_left} seats left)`, "Join", () => join(club)),
  );
  document.getElementById("clubs").replaceChildren(...items);
}

async function showBooks() {
  const books = await api("/books");
  const items = books.map((book) =>
    listItem(`${book.title} by ${book.author || "unknown"}`, "Share", () => share(book)),
  );
  document.getElementById("books").replaceChildren(...items);
}

async function search(q) {
  const books = await api(`/books/search?q=${encodeURIComponent(q)}`);
  const rows = books.map((book) => {
    const row = document.createElement("tr");
    for (const text of [book.title, book.author || "unknown"]) row.insertCell().textContent = text;
    return row;
  });
  document.querySelector("#found tbody").replaceChildren(...rows);
}

document.getElementById("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await search(new FormData(event.target).get("q"));
  } catch (error) {
    message.textContent = error.message;
  }
});

document.getElementById("picture").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await api("/me/picture", { method: "POST", body: new FormData(event.target) });
    message.textContent = "Your picture is saved";
  } catch (error) {
    message.textContent = error.message;
  }
});

const news = new EventSource("/events");
news.onmessage = (event) => {
  message.textContent = `New in the club: ${event.data}`;
  showBooks();
};
news.onerror = () => news.close();

document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const body = new URLSearchParams({ username: form.get("email"), password: form.get("password") });
  try {
    const data = await api("/auth/login", { method: "POST", body });
    token = data.access_token;
    localStorage.setItem("token", token);
    message.textContent = "Signed in";
    await showMe();
  } catch (error) {
    message.textContent = error.message;
  }
});

showMe();
showClubs();
showBooks();
