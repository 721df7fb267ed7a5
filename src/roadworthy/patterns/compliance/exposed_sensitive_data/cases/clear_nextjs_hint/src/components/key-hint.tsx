const PUBLIC_API_SECRET_HINT = "Paste your own key";

export function KeyHint({ key: own }: { key: string | null }) {
  return <code>{own ?? PUBLIC_API_SECRET_HINT}</code>;
}
