import { QueryClientProvider } from "@tanstack/react-query";
import { Route, Switch } from "wouter";
import { Header } from "@/components/header";
import { AuthProvider } from "@/hooks/use-auth";
import { BasketProvider } from "@/hooks/use-basket";
import { queryClient } from "@/lib/queryClient";
import AdminPage from "@/pages/admin";
import BasketPage from "@/pages/basket";
import HomePage from "@/pages/home";
import LoginPage from "@/pages/login";
import NotFound from "@/pages/not-found";
import OrderPage from "@/pages/order";
import OrdersPage from "@/pages/orders";
import ProductPage from "@/pages/product";
import ProfilePage from "@/pages/profile";
import RegisterPage from "@/pages/register";

function Router() {
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/products/:id" component={ProductPage} />
      <Route path="/basket" component={BasketPage} />
      <Route path="/orders" component={OrdersPage} />
      <Route path="/orders/:id" component={OrderPage} />
      <Route path="/profile" component={ProfilePage} />
      <Route path="/admin" component={AdminPage} />
      <Route path="/login" component={LoginPage} />
      <Route path="/register" component={RegisterPage} />
      <Route component={NotFound} />
    </Switch>
  );
}

export default function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <AuthProvider>
        <BasketProvider>
          <Header />
          <main className="container">
            <Router />
          </main>
          <footer className="footer">Corner Shop, open every day from 7 to 10</footer>
        </BasketProvider>
      </AuthProvider>
    </QueryClientProvider>
  );
}
