import { SearchForm } from "./search-form";

export default function SearchPage() {
  return (
    <>
      <h1>Find a note</h1>
      <SearchForm />
    </>
  );
}
