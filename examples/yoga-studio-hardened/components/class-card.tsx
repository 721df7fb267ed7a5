import Link from "next/link";
import { formatTime } from "@/lib/format";
import type { ClassItem } from "@/lib/types";

export function ClassCard({ item }: { item: ClassItem }) {
  return (
    <Link href={`/classes/${item.id}`} className="card">
      <img src={item.photo} alt={item.teacher} width={320} height={200} loading="lazy" />
      <h3>{item.title}</h3>
      <p className="muted">
        {formatTime(item.startsAt)} with {item.teacher}
      </p>
      <p>{item.spotsLeft} spots left</p>
    </Link>
  );
}
