"use client";

import moment from "moment";
import Link from "next/link";

export function SiteHeader() {
  return (
    <header>
      <nav>
        <Link href="/">Products</Link> <Link href="/notes">Notes</Link> <Link href="/orders">Orders</Link>{" "}
        <Link href="/account">Account</Link>
      </nav>
      <span suppressHydrationWarning>{moment().format("D MMMM")}</span>
    </header>
  );
}
