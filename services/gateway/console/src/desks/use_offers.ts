// What the services offer the viewer's office, as far as their documents can be read.
import { useEffect, useState } from 'preact/hooks'
import { openApi } from '../forms/schema.ts'
import { useSignedIn } from '../session/signed_in.tsx'
import { offersOf, type Offers } from './offers.ts'
import { SERVICES } from './services.ts'

/** Null until every service has answered; one that cannot be read offers nothing. */
export function useOffers(): Offers | null {
  const { viewer } = useSignedIn()
  const office = viewer.office.id
  const [offers, setOffers] = useState<Offers | null>(null)
  useEffect(() => {
    let gone = false
    const read = SERVICES.map((service) => openApi(service).then((api) => offersOf(api, office), () => ({ lists: false, commands: false })))
    void Promise.all(read).then((each) => {
      if (!gone) setOffers({ lists: each.some(({ lists }) => lists), commands: each.some(({ commands }) => commands) })
    })
    return () => {
      gone = true
    }
  }, [office])
  return offers
}
