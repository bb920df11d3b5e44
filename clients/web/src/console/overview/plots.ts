import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface Series {
  name: string
  values: number[]
  color: string
}

// Horizontal stacked bars, the first category on top. Tips are drawn, not made of HTML.
export function barsOption(categories: string[], series: Series[]): EChartsCoreOption {
  return {
    aria: { enabled: true },
    animation: false,
    grid: { left: 8, right: 24, top: 34, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: '#33455a' } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText' },
    xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e6ebf1' } } },
    yAxis: {
      type: 'category', data: categories, inverse: true, axisTick: { show: false },
      axisLabel: { color: '#33455a', width: 150, overflow: 'truncate' },
    },
    series: series.map(({ name, values, color }) => ({
      name, type: 'bar', stack: 'all', data: values, itemStyle: { color }, barMaxWidth: 22,
    })),
  }
}

export { init }
