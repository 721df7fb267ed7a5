interface Props {
  page: number;
  more: boolean;
  onChange: (page: number) => void;
}

export function Pager({ page, more, onChange }: Props) {
  if (page === 0 && !more) return null;
  return (
    <nav className="pages" aria-label="Pages">
      <button type="button" disabled={page === 0} onClick={() => onChange(page - 1)}>
        Newer
      </button>{" "}
      <button type="button" disabled={!more} onClick={() => onChange(page + 1)}>
        Older
      </button>
    </nav>
  );
}
