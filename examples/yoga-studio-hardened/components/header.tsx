"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { logout } from "@/app/login/actions";
import { request } from "@/lib/api";
import type { Me } from "@/lib/types";
import { SubmitButton } from "./submit-button";

/** Who is signed in is asked by the browser, so that the pages themselves are the same for everybody. */
export function Header() {
  const pathname = usePathname();
  const { data, error, refetch } = useQuery({
    queryKey: ["/api/me", pathname],
    queryFn: () => request<{ user: Me | null }>("/api/me"),
  });
  const user = data?.user;

  return (
    <header className="site">
      <Link href="/" className="brand">
        Yoga Studio
      </Link>
      <Link href="/teachers">Teachers</Link>
      <Link href="/contact">Contact</Link>
      {error && (
        <button type="button" onClick={() => refetch()}>
          Who is signed in could not be loaded. Try again
        </button>
      )}
      {user && (
        <>
          <Link href="/bookings">My bookings</Link>
          <Link href="/credits">{user.credits} credits</Link>
          <Link href="/profile">{user.name}</Link>
          {user.role === "admin" && <Link href="/admin">Admin</Link>}
          <form action={logout}>
            <SubmitButton>Log out</SubmitButton>
          </form>
        </>
      )}
      {user === null && (
        <>
          <Link href="/login">Log in</Link>
          <Link href="/register">Sign up</Link>
        </>
      )}
    </header>
  );
}
