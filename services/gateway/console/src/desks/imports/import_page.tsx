// Imports.
export function ImportPage({ id }: { id: string }) {
  return <h1>{id}</h1>
}
