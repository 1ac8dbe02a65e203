// A .graphql file imports as its document id (see build/documents.ts).
declare module '*.graphql' {
  const id: string
  export default id
}
