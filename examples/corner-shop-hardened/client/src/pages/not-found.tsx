import { Link } from "wouter";

export default function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <p>
        We could not find that page. <Link href="/">Back to the shop</Link>.
      </p>
    </>
  );
}
