// Bars of one figure by unit, highest first. Pure.
import type { EChartsCoreOption } from 'echarts/core'
import { BLUE, FONT, INK, LINE, SOFT, TOOLTIP } from './look.ts'

export interface Bar {
  name: string
  value: number | null
  text: string
}

export function bars(rows: Bar[], compact: (value: number) => string): EChartsCoreOption {
  return {
    textStyle: { fontFamily: FONT },
    animationDuration: 250,
    animationDurationUpdate: 400,
    grid: { left: 4, right: 72, top: 4, bottom: 22, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...TOOLTIP,
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: (at: { dataIndex: number }[]) => {
        const row = rows[at[0]?.dataIndex ?? -1]
        return row ? `${row.name}  ${row.text}` : ''
      },
    },
    xAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { color: SOFT, formatter: compact, hideOverlap: true },
      splitLine: { lineStyle: { color: LINE } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: LINE } },
      axisLabel: { color: INK, fontSize: 13, interval: 0 },
    },
    series: [
      {
        type: 'bar',
        data: rows.map((row) => row.value),
        barWidth: 12,
        cursor: 'pointer',
        itemStyle: { color: BLUE, borderRadius: [0, 3, 3, 0] },
        emphasis: { itemStyle: { color: '#1d4766' } },
        label: {
          show: true,
          position: 'right',
          color: INK,
          fontSize: 12,
          formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.text ?? '',
        },
      },
    ],
  }
}
