import { Link } from "react-router-dom";

export default function ProductsPage() {
  return (
    <>
      <header className="flex justify-between">
        <nav className="hidden md:flex gap-4">
          <Link to="/products">Products</Link>
          <Link to="/notes">Notes</Link>
          <Link to="/orders">Orders</Link>
        </nav>
        <details className="md:hidden">
          <summary>Menu</summary>
          <Link to="/products">Products</Link>
          <Link to="/notes">Notes</Link>
        </details>
        <Link to="/account">Account</Link>
      </header>
      <h1>Products</h1>
    </>
  );
}
