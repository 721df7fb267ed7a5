interface Props {
  page: number;
  more: boolean;
  onChange: (page: number) => void;
}

export function Pager({ page, more, onChange }: Props) {
  if (page === 1 && !more) return null;
  return (
    <nav aria-label="Pages">
      <button type="button" disabled={page === 1} onClick={() => onChange(page - 1)}>
        Earlier
      </button>{" "}
      <button type="button" disabled={!more} onClick={() => onChange(page + 1)}>
        Later
      </button>
    </nav>
  );
}
