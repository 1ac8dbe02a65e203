// What a figure is called where its values stand without a unit: money says that it is yuan.
import type { Metric } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { FIGURES } from '../words/figures.ts'

export function useMetricName(): (metric: Metric) => string {
  const { t, w } = useSpeech()
  return (metric) => (metric.unit === 'fen' ? t(FIGURES.inYuan, { metric: w(metric.words) }) : w(metric.words))
}
