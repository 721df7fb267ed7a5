interface Entry {
  title: string;
  url: string;
}

export function Menu({ shops }: { shops: Entry[] }) {
  return (
    <nav>
      {shops.map((entry) => (
        <a key={entry.title} href={entry.url}>
          {entry.title}
        </a>
      ))}
    </nav>
  );
}
