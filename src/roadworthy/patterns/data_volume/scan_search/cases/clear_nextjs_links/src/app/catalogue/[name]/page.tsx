export default async function ProductPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <h1>{decodeURIComponent(name)}</h1>;
}
