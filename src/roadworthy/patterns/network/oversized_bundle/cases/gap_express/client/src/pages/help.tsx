export default function HelpPage() {
  return (
    <>
      <h1>Help</h1>
      <p>Write to us when a parcel has not come after a week.</p>
    </>
  );
}
