"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { logout } from "@/app/login/actions";

export function Header() {
  const pathname = usePathname();
  const [user, setUser] = useState<any>(null);

  useEffect(() => {
    fetch("/api/me")
      .then((res) => res.json())
      .then((data) => setUser(data.user));
  }, [pathname]);

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
            <button>Log out</button>
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
