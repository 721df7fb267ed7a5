export class Logger {
  trace(text: string): this {
    if (!process.env.DEBUG) return this;
    process.stdout.write(`${new Date().toISOString()} ${text}\n`);
    return this;
  }
}
