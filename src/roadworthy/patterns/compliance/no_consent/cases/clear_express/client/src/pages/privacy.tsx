export default function PrivacyPage() {
  return <p>We keep your name, e-mail and notes until you delete your account.</p>;
}
