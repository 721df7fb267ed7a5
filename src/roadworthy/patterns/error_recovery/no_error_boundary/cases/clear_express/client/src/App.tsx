import { QueryClientProvider } from "@tanstack/react-query";
import { Link, Route, Switch } from "wouter";
import { queryClient } from "@/lib/api";
import AccountPage from "@/pages/account";
import NotesPage from "@/pages/notes";
import ProductsPage from "@/pages/products";

export default function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <nav aria-label="Main">
        <Link href="/">Products</Link> <Link href="/notes">Notes</Link> <Link href="/account">Account</Link>
      </nav>
      <main>
        <Switch>
          <Route path="/" component={ProductsPage} />
          <Route path="/notes" component={NotesPage} />
          <Route path="/account" component={AccountPage} />
          <Route>Page not found</Route>
        </Switch>
      </main>
    </QueryClientProvider>
  );
}
