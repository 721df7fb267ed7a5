const message = document.getElementById("message");

async function ask(path) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return await fetch(path);
    } catch {
      await new Promise((after) => setTimeout(after, 500 * 2 ** attempt));
    }
  }
  throw new Error("The server cannot be reached.");
}

ask("/notes").then(
  () => (message.textContent = ""),
  (error) => (message.textContent = error.message),
);
