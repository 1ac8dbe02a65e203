// What the gateway tells the page about itself: where to sign in, and whose county it is.
export interface Config {
  issuer: string
  clientId: string
  audience: string
  county: string
  /** Only where the issuer's resource indicator differs from its default (RFC 8707). */
  resource?: string
  scope?: string
}

export async function loadConfig(): Promise<Config> {
  const answer = await fetch('/config.json', { cache: 'no-store' })
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`)
  return (await answer.json()) as Config
}
