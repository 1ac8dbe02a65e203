// The money an event is about, as its text says it. Pure.

interface Told {
  amount_fen?: unknown
}

/** Fen as text; null when the event is about no money. A correction says what is right now, a voided record minus. */
export function amountFen(event: string): string | null {
  const { data } = JSON.parse(event) as { data?: Told & { before?: Told; after?: Told } }
  const fen = data?.amount_fen ?? data?.after?.amount_fen
  if (Number.isSafeInteger(fen)) return String(fen)
  const before = data?.before?.amount_fen
  return Number.isSafeInteger(before) ? String(-(before as number)) : null
}
