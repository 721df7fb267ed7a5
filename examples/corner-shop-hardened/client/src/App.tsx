import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, type ComponentType } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { ErrorBoundary } from "@/components/error-boundary";
import { Header } from "@/components/header";
import { AuthProvider } from "@/hooks/use-auth";
import { BasketProvider } from "@/hooks/use-basket";
import { queryClient } from "@/lib/queryClient";
import HomePage from "@/pages/home";
import NotFound from "@/pages/not-found";

const routes: { path: string; page: ComponentType }[] = [
  { path: "/", page: HomePage },
  { path: "/products/:id", page: lazy(() => import("@/pages/product")) },
  { path: "/basket", page: lazy(() => import("@/pages/basket")) },
  { path: "/orders", page: lazy(() => import("@/pages/orders")) },
  { path: "/orders/:id", page: lazy(() => import("@/pages/order")) },
  { path: "/profile", page: lazy(() => import("@/pages/profile")) },
  { path: "/admin", page: lazy(() => import("@/pages/admin")) },
  { path: "/login", page: lazy(() => import("@/pages/login")) },
  { path: "/register", page: lazy(() => import("@/pages/register")) },
  { path: "/privacy", page: lazy(() => import("@/pages/privacy")) },
];

function Router() {
  const [location] = useLocation();
  return (
    <ErrorBoundary section="this page" resetKey={location}>
      <Suspense fallback={<p>Loading…</p>}>
        <Switch>
          {routes.map(({ path, page }) => (
            <Route key={path} path={path} component={page} />
          ))}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

export default function App() {
  return (
    <ErrorBoundary section="the shop">
      <QueryClientProvider client={queryClient}>
        <AuthProvider>
          <BasketProvider>
            <ErrorBoundary section="the menu">
              <Header />
            </ErrorBoundary>
            <main className="container">
              <Router />
            </main>
            <footer className="footer">
              Corner Shop, open every day from 7 to 10. <Link href="/privacy">Privacy</Link>
            </footer>
          </BasketProvider>
        </AuthProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
