import * as Sentry from "@sentry/react";
import { Component, type ErrorInfo, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** What failed, as the visitor would name it. */
  section: string;
  /** A new value, such as another path, shows the children again. */
  resetKey?: string;
}

export class ErrorBoundary extends Component<Props, { reference: string | null }> {
  state = { reference: null };

  static getDerivedStateFromError() {
    return { reference: "" };
  }

  componentDidCatch(error: Error, info: ErrorInfo) {
    const extra = { componentStack: info.componentStack };
    this.setState({ reference: Sentry.captureException(error, { extra }).slice(0, 8) });
  }

  componentDidUpdate(previous: Props) {
    if (this.state.reference !== null && previous.resetKey !== this.props.resetKey) this.setState({ reference: null });
  }

  render() {
    if (this.state.reference === null) return this.props.children;
    return (
      <div className="card" role="alert">
        <h1>Sorry, {this.props.section} could not be shown</h1>
        <p>Your tickets are safe. {this.state.reference && `Reference: ${this.state.reference}`}</p>
        <button type="button" onClick={() => this.setState({ reference: null })}>
          Try again
        </button>{" "}
        <a href="/">Back to the start</a>
      </div>
    );
  }
}
