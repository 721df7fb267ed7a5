import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Link, Route, Routes } from "react-router-dom";
import AccountPage from "@/pages/account";
import NotesPage from "@/pages/notes";
import ProductsPage from "@/pages/products";
import SignInPage from "@/pages/sign-in";

const queryClient = new QueryClient();

export default function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <nav aria-label="Main">
          <Link to="/">Products</Link> <Link to="/notes">Notes</Link> <Link to="/account">Account</Link>
        </nav>
        <main>
          <Routes>
            <Route path="/" element={<ProductsPage />} />
            <Route path="/notes" element={<NotesPage />} />
            <Route path="/account" element={<AccountPage />} />
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="*" element={<p>Page not found</p>} />
          </Routes>
        </main>
      </BrowserRouter>
    </QueryClientProvider>
  );
}
