const message = document.getElementById("message");

async function removeAll(ids) {
  for (let i = 0; i < ids.length; i++) {
    try {
      await fetch(`/notes/${ids[i]}`, { method: "DELETE" });
    } catch {
      message.textContent = "Some notes could not be removed.";
    }
  }
}

document.getElementById("clear").addEventListener("click", () => removeAll(["1", "2"]));
