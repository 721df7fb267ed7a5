"use client";

import Link from "next/link";

const today = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

export function SiteHeader() {
  return (
    <header>
      <nav>
        <Link href="/">Products</Link> <Link href="/notes">Notes</Link> <Link href="/orders">Orders</Link>{" "}
        <Link href="/account">Account</Link>
      </nav>
      <span suppressHydrationWarning>{today.format(new Date())}</span>
    </header>
  );
}
