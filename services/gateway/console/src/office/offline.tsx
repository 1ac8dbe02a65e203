// A calm line while the device is without a network: forms can be filled in all the same.
import { useEffect, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { FRAME } from '../words/frame.ts'

const EVENTS = ['online', 'offline']

export function Offline() {
  const { t } = useSpeech()
  const [offline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    for (const event of EVENTS) addEventListener(event, look)
    return () => EVENTS.forEach((event) => removeEventListener(event, look))
  }, [])
  return <div role="status">{offline && <p class="uncertain">{t(FRAME.offline)}</p>}</div>
}
