export default function AboutPage() {
  return <p>We sell tea.</p>;
}
