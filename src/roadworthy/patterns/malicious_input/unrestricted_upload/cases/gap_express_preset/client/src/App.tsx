import { QueryClientProvider } from "@tanstack/react-query";
import { Link, Route, Switch, useLocation } from "wouter";
import { ErrorBoundary } from "@/components/error-boundary";
import { queryClient } from "@/lib/api";
import AccountPage from "@/pages/account";
import NotesPage from "@/pages/notes";
import PhotoPage from "@/pages/photo";
import ProductsPage from "@/pages/products";

function Pages() {
  const [location] = useLocation();
  return (
    <ErrorBoundary section="this page" resetKey={location}>
      <Switch>
        <Route path="/" component={ProductsPage} />
        <Route path="/notes" component={NotesPage} />
        <Route path="/photo" component={PhotoPage} />
        <Route path="/account" component={AccountPage} />
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
          <Pages />
        </main>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
