"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect } from "react";

export default function Onward() {
  const router = useRouter();
  const next = useSearchParams().get("next");
  useEffect(() => {
    if (next) router.push(next);
  }, [router, next]);
  return <p>One moment.</p>;
}
