import { Component, type ErrorInfo, type ReactNode } from "react";

interface ErrorBoundaryProps {
  children: ReactNode;
  /** What failed, as the visitor would name it. */
  section: string;
  /** A new value, such as another path, shows the children again. */
  resetKey?: string;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(`${this.props.section} failed`, error, info.componentStack);
  }

  componentDidUpdate(previous: ErrorBoundaryProps) {
    if (this.state.error && previous.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  render() {
    if (!this.state.error) return this.props.children;
    return (
      <div role="alert">
        <h1>Sorry, {this.props.section} could not be shown</h1>
        <button type="button" onClick={() => this.setState({ error: null })}>
          Try again
        </button>
        <a href="/">Back to the products</a>
      </div>
    );
  }
}
