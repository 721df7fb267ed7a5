const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Follows a stream and opens it again after it broke, with growing and random waits. Returns what ends it. */
export function follow(url: string, onData: (data: string) => void, onState: (live: boolean) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function open() {
    source = new EventSource(url);
    source.onopen = () => {
      failures = 0;
      onState(true);
    };
    source.onmessage = (event) => onData(event.data);
    source.onerror = () => {
      source?.close();
      onState(false);
      const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
      failures += 1;
      timer = setTimeout(open, wait);
    };
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
