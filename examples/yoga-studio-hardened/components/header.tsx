import Link from "next/link";
import { logout } from "@/app/login/actions";
import { getUser } from "@/lib/session";
import { SubmitButton } from "./submit-button";

export async function Header() {
  const user = await getUser();
  return (
    <header className="site">
      <Link href="/" className="brand">
        Yoga Studio
      </Link>
      <Link href="/teachers">Teachers</Link>
      <Link href="/contact">Contact</Link>
      {user ? (
        <>
          <Link href="/bookings">My bookings</Link>
          <Link href="/credits">{user.credits} credits</Link>
          <Link href="/profile">{user.name}</Link>
          {user.role === "admin" && <Link href="/admin">Admin</Link>}
          <form action={logout}>
            <SubmitButton>Log out</SubmitButton>
          </form>
        </>
      ) : (
        <>
          <Link href="/login">Log in</Link>
          <Link href="/register">Sign up</Link>
        </>
      )}
    </header>
  );
}
