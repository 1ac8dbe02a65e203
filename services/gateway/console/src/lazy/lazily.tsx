// Parts of the page that are loaded when they are first shown: drawn at once when they are there already.
import type { ComponentType, FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { NotLoaded } from './not_loaded.tsx'
import { Loading } from '../lists/wait.tsx'

export interface Lazy<Props> extends FunctionComponent<Props> {
  /** Loads it before anybody asks for it. */
  prefetch: () => Promise<void>
}

const PATIENCE = 200 // ms during which a part that is on its way shows nothing: no word flashes by

/** `load` answers the component; a load that failed may be tried again. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): Lazy<Props> {
  let known: ComponentType<Props> | null = null
  const prefetch = async () => {
    known ??= await load()
  }
  function Lazily(props: Props) {
    const [stage, setStage] = useState<'there' | 'coming' | 'failed'>(known ? 'there' : 'coming')
    const fetch = () => {
      setStage(known ? 'there' : 'coming')
      return prefetch().then(() => setStage('there'), () => setStage('failed'))
    }
    useEffect(() => {
      if (!known) void fetch()
    }, [])
    const Part = known
    if (Part) return <Part {...props} />
    return stage === 'failed' ? <NotLoaded again={() => void fetch()} /> : <Soon />
  }
  return Object.assign(Lazily, { prefetch })
}

function Soon() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return late ? <Loading /> : null
}
