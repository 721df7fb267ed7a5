chrome.runtime.onMessage.addListener((request, sender, sendResponse) => {
  (async () => {
    try {
      const stored = await chrome.storage.local.get("notes");
      sendResponse({ notes: stored.notes });
    } catch (error) {
      sendResponse({ error: error.message });
    }
  })();
  return true;
});
