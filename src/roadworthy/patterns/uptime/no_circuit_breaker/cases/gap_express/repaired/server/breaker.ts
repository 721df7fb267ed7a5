/** Leaves a service alone for a while after it failed a few times. */
export class CircuitBreaker {
  private failures = 0;
  private closedAgainAt = 0;

  constructor(
    private readonly most: number,
    private readonly pauseMs: number,
  ) {}

  async run<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    if (Date.now() < this.closedAgainAt) return otherwise;
    try {
      const answer = await ask();
      this.failures = 0;
      return answer;
    } catch {
      this.failures += 1;
      if (this.failures >= this.most) this.closedAgainAt = Date.now() + this.pauseMs;
      return otherwise;
    }
  }
}
