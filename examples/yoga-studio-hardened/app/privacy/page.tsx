import { PRIVACY_VERSION } from "@/lib/privacy";

export default function PrivacyPage() {
  return (
    <>
      <h1>Privacy</h1>
      <p>
        The studio keeps what it needs to run your classes. You can download all of it and delete your account on your
        profile page, at any time.
      </p>
      <ul>
        <li>Name, e-mail, phone, picture and password hash: to know you, until you delete your account (contract).</li>
        <li>Bookings with your notes, and the waitlist: to hold your spot, until you delete your account (contract).</li>
        <li>Payments: for the books, ten years, without your name once your account is gone (legal duty).</li>
        <li>Reviews: shown with your name until you delete your account (your consent by posting).</li>
        <li>Messages: a year, to answer you (legitimate interest).</li>
        <li>A record of sign-ins, payments and cancellations: two years, to find misuse (legitimate interest).</li>
        <li>Google Analytics: only after you said yes (your consent; take it back by clearing this site&apos;s data).</li>
      </ul>
      <p>Stripe takes the payment and Resend sends the mails; each gets what it needs for that and nothing else.</p>
      <p>Questions: hello@yogastudio.example. Version {PRIVACY_VERSION}.</p>
    </>
  );
}
