export function Notice({ notice }: { notice: { message: string } }) {
  return <p dangerouslySetInnerHTML={{ __html: notice.message }} />;
}
