// A calm line while some service does not know the appointments of this moment: reading goes on, approvals wait.
import { useEffect, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FRAME } from '../words/frame.ts'
import { OFFICE } from '../words/office.ts'
import { serviceWords } from '../words/services.ts'

const EVERY = 10_000 // ms between two looks whether it is over

export function Uncertain() {
  const { t } = useSpeech()
  const { caller } = useSignedIn()
  const [services, setServices] = useState<string[]>([])
  useEffect(() => {
    const changed = () => setServices([...caller.uncertain.keys()])
    changed()
    return caller.onUncertain(changed)
  }, [caller])
  const some = services.length > 0
  useEffect(() => {
    if (!some) return undefined
    const timer = setInterval(() => void caller.again(), EVERY)
    return () => clearInterval(timer)
  }, [caller, some])
  return (
    <div role="status">
      {some && (
        <p class="uncertain">
          <span>{t(OFFICE.uncertain, { services: services.map((service) => t(serviceWords(service))).join(t(OFFICE.and)) })}</span>
          <button type="button" class="small" onClick={() => void caller.again()}>{t(FRAME.again)}</button>
        </p>
      )}
    </div>
  )
}
