import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Link, Route, Routes, useLocation } from "react-router-dom";
import { ErrorBoundary } from "@/components/error-boundary";
import AccountPage from "@/pages/account";
import NotesPage from "@/pages/notes";
import PrivacyPage from "@/pages/privacy";
import ProductsPage from "@/pages/products";
import SignInPage from "@/pages/sign-in";

const queryClient = new QueryClient();

function Pages() {
  const location = useLocation();
  return (
    <ErrorBoundary section="this page" resetKey={location.pathname}>
      <Routes>
        <Route path="/" element={<ProductsPage />} />
        <Route path="/notes" element={<NotesPage />} />
        <Route path="/account" element={<AccountPage />} />
        <Route path="/privacy" element={<PrivacyPage />} />
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="*" element={<p>Page not found</p>} />
      </Routes>
    </ErrorBoundary>
  );
}

export default function App() {
  return (
    <ErrorBoundary section="the shop">
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <nav aria-label="Main">
            <Link to="/">Products</Link> <Link to="/notes">Notes</Link> <Link to="/account">Account</Link>
          </nav>
          <main>
            <Pages />
          </main>
        </BrowserRouter>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
