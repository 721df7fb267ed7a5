import { PRIVACY_VERSION } from "@/lib/privacy";

export default function Privacy() {
  return (
    <>
      <h1>Privacy</h1>
      <p>
        The desk keeps what it needs to repair your things. You can download all of it and delete your account on your
        profile page, at any time.
      </p>
      <ul>
        <li>E-mail, name, phone and address: to reach you, until you delete your account (contract).</li>
        <li>Tickets with photo, messages and parts: to do the work; words and photo go with your account (contract).</li>
        <li>Prices and what was paid: for the books, ten years, without your name once your account is gone (legal duty).</li>
        <li>Feedback: shown without your name, until you delete your account (your consent by posting).</li>
        <li>A record of who changed a ticket or the stock: two years, to find misuse (legitimate interest).</li>
        <li>Google Analytics: only after you said yes (your consent; take it back by clearing this site&apos;s data).</li>
        <li>Error reports without your name or address: 90 days, to repair the app (legitimate interest).</li>
      </ul>
      <p>Supabase hosts the database, Resend sends the mails, Sentry takes the error reports.</p>
      <p>Questions: desk@repairdesk.example. Version {PRIVACY_VERSION}.</p>
    </>
  );
}
