export function NoteList() {
  return <ul className="w-full"><li>Bread</li></ul>;
}
