export async function sendCode(email: string, code: string): Promise<void> {
  console.info(email.length, code.length);
}
