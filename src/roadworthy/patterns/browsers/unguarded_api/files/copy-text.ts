/**
 * Copies text, also where the clipboard is missing (plain http, in-app browsers) or refused: then the text is shown
 * to be copied by hand.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    window.prompt("Copy this text:", text);
  }
}
