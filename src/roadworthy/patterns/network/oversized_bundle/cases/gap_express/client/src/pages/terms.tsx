export default function TermsPage() {
  return (
    <>
      <h1>Terms</h1>
      <p>Tea may be sent back within thirty days.</p>
    </>
  );
}
