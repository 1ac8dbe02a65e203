// One figure by month: a line with gaps where there is no data. Pure.
import type { EChartsCoreOption } from 'echarts/core'
import { FONT, LINE, RED, SOFT, TOOLTIP } from './look.ts'

export interface Dot {
  month: string
  value: number | null
  text: string
}

export function line(dots: Dot[], compact: (value: number) => string): EChartsCoreOption {
  return {
    textStyle: { fontFamily: FONT },
    animationDuration: 250,
    animationDurationUpdate: 400,
    grid: { left: 4, right: 16, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...TOOLTIP,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: SOFT, type: 'dotted' } },
      formatter: (at: { dataIndex: number }[]) => {
        const dot = dots[at[0]?.dataIndex ?? -1]
        return dot ? `${dot.month}  ${dot.text}` : ''
      },
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: dots.map((dot) => dot.month),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: LINE } },
      axisLabel: { color: SOFT, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { color: SOFT, formatter: compact },
      splitLine: { lineStyle: { color: LINE } },
    },
    series: [
      {
        type: 'line',
        data: dots.map((dot) => dot.value),
        connectNulls: false,
        showSymbol: dots.length <= 12,
        symbolSize: 6,
        lineStyle: { width: 2, color: RED },
        itemStyle: { color: RED },
        areaStyle: { color: RED, opacity: 0.06 },
      },
    ],
  }
}
