const message = document.getElementById("message");
const REQUEST_TIMEOUT_MS = 10000;
const READ_ATTEMPTS = 3;

// Storage is missing or forbidden in some browsers and private windows: the sign-in then lasts until reload.
const storage = {
  get(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch {
      message.textContent = "This browser does not keep you signed in after a reload.";
    }
  },
};

let token = storage.get("token");

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function send(path, options) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), REQUEST_TIMEOUT_MS);
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    return await fetch(path, { ...options, headers, signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

// Reads are tried again; writes are not, because the first attempt may have arrived.
async function sendWithRetry(path, options) {
  const attempts = options.method ? 1 : READ_ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await send(path, options);
      const passing = response.status === 429 || response.status >= 500;
      if (!passing || attempt === attempts) return response;
      const seconds = Number(response.headers.get("Retry-After")) || 0;
      await wait(Math.max(Math.min(seconds, 10) * 1000, 300 * 2 ** attempt * Math.random()));
    } catch (error) {
      if (attempt === attempts) throw new Error("The server cannot be reached. Check your connection.", { cause: error });
      await wait(300 * 2 ** attempt * Math.random());
    }
  }
}

async function api(path, options = {}) {
  const response = await sendWithRetry(path, options);
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(typeof data.detail === "string" ? data.detail : "Request failed");
  return data;
}

function actionButton(label, action) {
  const button = document.createElement("button");
  button.textContent = label;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      message.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

function listItem(text, label, action) {
  const item = document.createElement("li");
  item.append(`${text} `, actionButton(label, action));
  return item;
}

async function showList(id, load) {
  const list = document.getElementById(id);
  try {
    list.replaceChildren(...(await load()));
  } catch (error) {
    const item = document.createElement("li");
    item.append(`${error.message} `, actionButton("Try again", () => showList(id, load)));
    list.replaceChildren(item);
  }
}

async function showMe() {
  if (!token) return;
  const me = await api("/me");
  document.getElementById("who").textContent = `${me.name}, ${me.points} points`;
  document.getElementById("profile").hidden = false;
}

async function join(club) {
  await api(`/clubs/${club.id}/join`, { method: "POST" });
  message.textContent = `Welcome to ${club.name}!`;
  await showClubs();
}

async function share(book) {
  const link = `${location.origin}/books/${book.id}`;
  try {
    await navigator.clipboard.writeText(link);
    message.textContent = "Link copied";
  } catch {
    message.textContent = `Copy this link: ${link}`;
  }
}

function showClubs() {
  return showList("clubs", async () =>
    (await api("/clubs")).map((club) =>
      listItem(`${club.name} (${club.seats_left} seats left)`, "Join", () => join(club)),
    ),
  );
}

function showBooks() {
  return showList("books", async () =>
    (await api("/books")).map((book) =>
      listItem(`${book.title} by ${book.author || "unknown"}`, "Share", () => share(book)),
    ),
  );
}

function sortFound(column) {
  const body = document.querySelector("#found tbody");
  const rows = [...body.rows];
  rows.sort((a, b) => a.cells[column].textContent.localeCompare(b.cells[column].textContent));
  body.append(...rows);
  document.querySelectorAll("#found thead th").forEach((head, number) => {
    head.setAttribute("aria-sort", number === column ? "ascending" : "none");
  });
}

document.querySelectorAll("#found thead button").forEach((button, column) => {
  button.addEventListener("click", () => sortFound(column));
});

function bookRow(book) {
  const row = document.createElement("tr");
  for (const text of [book.title, book.author || "unknown"]) row.insertCell().textContent = text;
  return row;
}

// One action at a time per form, and a message when it fails.
function onSubmit(id, action) {
  document.getElementById(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    button.disabled = true;
    try {
      await action(new FormData(event.target));
    } catch (error) {
      message.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit("search", async (form) => {
  const books = await api(`/books/search?q=${encodeURIComponent(form.get("q"))}`);
  document.querySelector("#found tbody").replaceChildren(...books.map(bookRow));
});

onSubmit("picture", async (body) => {
  await api("/me/picture", { method: "POST", body });
  message.textContent = "Your picture is saved";
});

// A browser opens an event stream again by itself, unless the server refuses it for good.
function listenForNews(delay = 1000) {
  const news = new EventSource("/events");
  news.onopen = () => {
    delay = 1000;
  };
  news.onmessage = (event) => {
    message.textContent = `New in the club: ${event.data}`;
    showBooks();
  };
  news.onerror = () => {
    if (news.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listenForNews(Math.min(delay * 2, 60000)), delay * (0.5 + Math.random()));
  };
}

if (window.EventSource) listenForNews();

document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  const form = new FormData(event.target);
  const body = new URLSearchParams({ username: form.get("email"), password: form.get("password") });
  button.disabled = true;
  try {
    const data = await api("/auth/login", { method: "POST", body });
    token = data.access_token;
    message.textContent = "Signed in";
    storage.set("token", token);
    await showMe();
  } catch (error) {
    message.textContent = error.message;
  } finally {
    button.disabled = false;
  }
});

showMe().catch((error) => {
  message.textContent = error.message;
});
showClubs();
showBooks();
