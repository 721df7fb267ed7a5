import Link from "next/link";

export default function NotFound() {
  return (
    <>
      <h1>Nothing here</h1>
      <p>
        <Link href="/">Go to the products</Link>
      </p>
    </>
  );
}
