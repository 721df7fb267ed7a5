interface Entry {
  title: string;
  url: string;
}

export function Menu({ items }: { items: Entry[] }) {
  return (
    <nav>
      {items.map((entry) => (
        <a key={entry.title} href={entry.url}>
          {entry.title}
        </a>
      ))}
    </nav>
  );
}
