import { PRIVACY_VERSION } from "@shared/constants";

export default function PrivacyPage() {
  return (
    <article>
      <h1>Privacy</h1>
      <p className="muted">Version {PRIVACY_VERSION}</p>
      <h2>What we keep, and why</h2>
      <ul>
        <li>Your name, email and password (as a hash): to let you sign in. Basis: our contract with you.</li>
        <li>Your address, phone and orders: to deliver what you buy. Basis: our contract with you.</li>
        <li>Your reviews, favourites and picture: because you chose to add them. Basis: your consent.</li>
        <li>A record of sign-ins, orders and payments: to keep the shop secure. Basis: legitimate interest.</li>
      </ul>
      <h2>Cookies and storage</h2>
      <p>One cookie keeps you signed in, and your basket is stored in your browser. We use no trackers.</p>
      <h2>Who else sees it</h2>
      <p>Stripe handles payments; we never see your card. Resend delivers the order confirmation.</p>
      <h2>How long</h2>
      <p>
        Your account stays until you delete it. Orders are kept for six years for the tax office; once you delete
        your account they no longer carry your name or address.
      </p>
      <h2>Your rights</h2>
      <p>On your profile page you can download everything we hold about you, correct it, or delete your account.</p>
    </article>
  );
}
