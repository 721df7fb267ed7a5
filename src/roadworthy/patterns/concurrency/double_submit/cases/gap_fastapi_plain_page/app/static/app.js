const message = document.getElementById("message");
const REQUEST_TIMEOUT_MS = 10000;

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

// A random key for one attempt. `randomUUID` is missing on plain http and in older browsers.
function createKey() {
  if (window.crypto && typeof window.crypto.randomUUID === "function") return window.crypto.randomUUID();
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2).padEnd(8, "0")}`;
}

async function api(path, options = {}) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), REQUEST_TIMEOUT_MS);
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch(path, { ...options, headers, signal: controller.signal });
    const data = await response.json().catch(() => ({}));
    if (response.ok) return data;
    throw new Error(typeof data.detail === "string" ? data.detail : "Request failed");
  } finally {
    clearTimeout(timer);
  }
}

function send(method, path, data, key) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  return api(path, { method, headers, body: JSON.stringify(data) });
}

// One action at a time per button, and a message when it fails.
async function whileDisabled(button, action) {
  button.disabled = true;
  try {
    await action();
  } catch (error) {
    message.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

function item(text, label, action) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => whileDisabled(button, action));
  row.append(`${text} `, button);
  return row;
}

async function showList(id, load) {
  const list = document.getElementById(id);
  try {
    list.replaceChildren(...(await load()));
  } catch (error) {
    list.replaceChildren(item(error.message, "Try again", () => showList(id, load)));
  }
}

function productItem(product) {
  // The same key until the order is through, so that a second attempt is not a second order.
  let key = createKey();
  return item(`${product.name}, £${product.price}, ${product.stock} left`, "Order", async () => {
    await send("POST", "/orders", { product_id: product.id, quantity: 1 }, key);
    key = createKey();
    message.textContent = `Ordered ${product.name}`;
    await showProducts("reload");
  });
}

function showProducts(cache = "default") {
  return showList("products", async () => (await api("/products", { cache })).map(productItem));
}

function noteItem(note) {
  return item(note.title, "Delete", async () => {
    await send("DELETE", `/notes/${note.id}`);
    await showNotes();
  });
}

function showNotes() {
  return showList("notes", async () => (token ? (await api("/notes")).map(noteItem) : []));
}

document.getElementById("login").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const body = new URLSearchParams({ username: form.get("email"), password: form.get("password") });
  whileDisabled(event.target.querySelector("button"), async () => {
    token = (await api("/auth/login", { method: "POST", body })).access_token;
    message.textContent = "Signed in";
    storage.set("token", token);
    await showNotes();
  });
});

let noteKey = createKey();

document.getElementById("note").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  whileDisabled(form.querySelector("button"), async () => {
    await send("POST", "/notes", { title: new FormData(form).get("title") }, noteKey);
    noteKey = createKey();
    form.reset();
    await showNotes();
  });
});

document.getElementById("wish").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await send("POST", "/wishes", { title: new FormData(event.target).get("wish") });
    message.textContent = "Wished";
  } catch (error) {
    message.textContent = error.message;
  }
});

document.getElementById("erase").addEventListener("click", (event) => {
  whileDisabled(event.target, async () => {
    await send("DELETE", "/account");
    token = null;
    storage.set("token", "");
    message.textContent = "Your account is deleted";
    await showNotes();
  });
});

showProducts();
showNotes();
