export default function PrivacyPage() {
  return (
    <section>
      <h1>Privacy notice</h1>
      <p>We keep your address to let you in, until you delete your account. Questions: privacy@notes.example.</p>
    </section>
  );
}
