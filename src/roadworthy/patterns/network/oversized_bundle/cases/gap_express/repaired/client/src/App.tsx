import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { ErrorBoundary } from "@/components/error-boundary";
import { queryClient } from "@/lib/api";

const AccountPage = lazy(() => import("@/pages/account"));
const HelpPage = lazy(() => import("@/pages/help"));
const NotesPage = lazy(() => import("@/pages/notes"));
const ProductsPage = lazy(() => import("@/pages/products"));
const TermsPage = lazy(() => import("@/pages/terms"));

function Pages() {
  const [location] = useLocation();
  return (
    <ErrorBoundary section="this page" resetKey={location}>
      <Switch>
        <Route path="/" component={ProductsPage} />
        <Route path="/notes" component={NotesPage} />
        <Route path="/account" component={AccountPage} />
        <Route path="/help" component={HelpPage} />
        <Route path="/terms" component={TermsPage} />
        <Route>Page not found</Route>
      </Switch>
    </ErrorBoundary>
  );
}

export default function App() {
  return (
    <ErrorBoundary section="the shop">
      <QueryClientProvider client={queryClient}>
        <nav aria-label="Main">
          <Link href="/">Products</Link> <Link href="/notes">Notes</Link> <Link href="/account">Account</Link>
        </nav>
        <main>
          <Suspense fallback={<p>Loading…</p>}>
            <Pages />
          </Suspense>
        </main>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
