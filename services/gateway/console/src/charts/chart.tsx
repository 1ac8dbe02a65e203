// One chart: drawn into its box once, changed in place after, described in words for those who cannot see it.
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { FIGURES } from '../words/figures.ts'

interface Props {
  option: EChartsCoreOption
  about: string
  height: number
  onPick?: (index: number) => void
}

export function Chart({ option, about, height, onPick }: Props) {
  const { t } = useSpeech()
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const latest = useRef({ option, onPick })
  latest.current = { option, onPick }

  useEffect(() => {
    let gone = false
    const sized = new ResizeObserver(() => chart.current?.resize())
    void import('./echarts.ts').then(({ init }) => {
      if (gone || !box.current) return
      const drawing = init(box.current, null, { renderer: 'svg' })
      drawing.setOption(latest.current.option)
      drawing.on('click', ({ dataIndex }) => latest.current.onPick?.(dataIndex))
      chart.current = drawing
      sized.observe(box.current)
    }).catch(() => !gone && setMissing(true)) // the table beside it says the same
    return () => {
      gone = true
      sized.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => chart.current?.setOption(option), [option])
  useEffect(() => chart.current?.resize(), [height])

  if (missing) return <p class="warning" role="status">{t(FIGURES.chartMissing)}</p>
  return (
    <div class="chart" role="img" aria-label={about} data-height={height}>
      <div class="chart-box" ref={box} style={{ height: `${height}px` }} />
    </div>
  )
}
