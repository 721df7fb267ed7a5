import { Component, type ErrorInfo, type ReactNode } from "react";

interface Props {
  children: ReactNode;
}

interface State {
  error: Error | null;
}

/** Keeps an error in one component from blanking the page: says what happened and offers a way on. */
export class ErrorBoundary extends Component<Props, State> {
  state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  componentDidCatch(error: Error, info: ErrorInfo) {
    console.error("A component failed", error, info.componentStack);
  }

  render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div role="alert" style={{ maxWidth: "32rem", margin: "20vh auto", padding: "0 1rem", textAlign: "center" }}>
        <h1>Something went wrong</h1>
        <p>This part of the page could not be shown. What you saved is safe.</p>
        <button type="button" onClick={() => this.setState({ error: null })}>
          Try again
        </button>{" "}
        <button type="button" onClick={() => window.location.assign("/")}>
          Go to the start page
        </button>
      </div>
    );
  }
}
