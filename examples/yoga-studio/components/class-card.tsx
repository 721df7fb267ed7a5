import moment from "moment";
import Link from "next/link";

export function ClassCard({ item }: { item: any }) {
  return (
    <Link href={`/classes/${item.id}`} className="card">
      <img src={item.photo} alt={item.teacher} />
      <h3>{item.title}</h3>
      <p className="muted">
        {moment(item.startsAt).format("ddd D MMM, HH:mm")} with {item.teacher}
      </p>
      <p>{item.spotsLeft} spots left</p>
    </Link>
  );
}
