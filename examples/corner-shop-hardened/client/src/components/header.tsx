import { Link, useLocation } from "wouter";
import { LoadError } from "@/components/load-error";
import { useAuth } from "@/hooks/use-auth";
import { useBasket } from "@/hooks/use-basket";

export function Header() {
  const { user, error, refetch, logoutMutation } = useAuth();
  const { count } = useBasket();
  const [, navigate] = useLocation();

  const handleLogout = () => {
    logoutMutation.mutate(undefined, { onSuccess: () => navigate("/") });
  };

  return (
    <header className="header">
      <div className="header-inner">
        <Link href="/" className="brand">
          Corner Shop
        </Link>
        <nav className="nav" aria-label="Main">
          <Link href="/basket">Basket ({count})</Link>
          {user ? (
            <>
              <Link href="/orders">Orders</Link>
              <Link href="/profile">{user.name}</Link>
              {user.role === "admin" && <Link href="/admin">Admin</Link>}
              <button type="button" className="link-button" disabled={logoutMutation.isPending} onClick={handleLogout}>
                Sign out
              </button>
            </>
          ) : (
            <>
              <Link href="/login">Sign in</Link>
              <Link href="/register">Register</Link>
            </>
          )}
        </nav>
      </div>
      {error && !user && <LoadError error={error} retry={refetch} />}
    </header>
  );
}
