import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Link, Outlet, RouterProvider, createBrowserRouter } from "react-router-dom";
import AccountPage from "@/pages/account";
import NotesPage from "@/pages/notes";
import ProductsPage from "@/pages/products";
import SignInPage from "@/pages/sign-in";

const queryClient = new QueryClient();

function Layout() {
  return (
    <>
      <nav aria-label="Main">
        <Link to="/">Products</Link> <Link to="/notes">Notes</Link> <Link to="/account">Account</Link>
      </nav>
      <main>
        <Outlet />
      </main>
    </>
  );
}

function Failed() {
  return (
    <p role="alert">
      This page could not be shown. <a href="/">Back to the shop</a>
    </p>
  );
}

const router = createBrowserRouter([
  {
    path: "/",
    element: <Layout />,
    errorElement: <Failed />,
    children: [
      { index: true, element: <ProductsPage /> },
      { path: "notes", element: <NotesPage /> },
      { path: "account", element: <AccountPage /> },
      { path: "sign-in", element: <SignInPage /> },
      { path: "*", element: <p>Page not found</p> },
    ],
  },
]);

export default function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
